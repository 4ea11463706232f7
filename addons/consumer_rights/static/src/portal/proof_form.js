/** A plain form that a machine shall not send by the thousand: the proof is worked out on sending. */

import { prove } from "./server";

export function startProofForm(form) {
    const button = form.querySelector("[type=submit]");
    form.addEventListener("submit", async (event) => {
        if (form.elements.altcha.value) {
            return;
        }
        event.preventDefault();
        if (button.disabled) {
            return;
        }
        button.disabled = true;
        try {
            const { csrf, proof } = await prove(form.dataset.proof);
            form.elements.csrf_token.value = csrf;
            form.elements.altcha.value = proof;
            form.submit();
        } catch {
            // no connection: the button can be pressed again
            button.disabled = false;
        }
    });
    // a page that the back button brings again needs a new proof
    addEventListener("pageshow", () => {
        form.elements.altcha.value = "";
        button.disabled = false;
    });
}
