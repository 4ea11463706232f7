/** A field to draw a signature in, with finger, pen or mouse; who cannot draw has the name written. */

const LINE = 3;
const HAND = '44px "STXingkai", "KaiTi", "Kaiti SC", "AR PL UKai CN", cursive';

export function startSignature(form) {
    const canvas = form.querySelector("canvas");
    const hint = form.querySelector("[data-signature-hint]");
    const ink = canvas.getContext("2d");
    let drawn = false;
    let last = null;

    const place = (event) => {
        const box = canvas.getBoundingClientRect();
        return {
            x: ((event.clientX - box.left) * canvas.width) / box.width,
            y: ((event.clientY - box.top) * canvas.height) / box.height,
        };
    };
    const wipe = () => {
        ink.clearRect(0, 0, canvas.width, canvas.height);
        drawn = false;
    };
    canvas.addEventListener("pointerdown", (event) => {
        canvas.setPointerCapture(event.pointerId);
        last = place(event);
    });
    canvas.addEventListener("pointermove", (event) => {
        if (!last) {
            return;
        }
        const next = place(event);
        ink.lineWidth = LINE;
        ink.lineCap = "round";
        ink.strokeStyle = "#101828";
        ink.beginPath();
        ink.moveTo(last.x, last.y);
        ink.lineTo(next.x, next.y);
        ink.stroke();
        last = next;
        drawn = true;
        hint.hidden = true;
    });
    for (const name of ["pointerup", "pointercancel"]) {
        canvas.addEventListener(name, () => {
            last = null;
        });
    }
    form.querySelector("[data-signature-clear]").addEventListener("click", wipe);
    form.querySelector("[data-signature-write]").addEventListener("click", () => {
        const name = form.elements.written.value.trim();
        if (!name) {
            form.elements.written.focus();
            return;
        }
        wipe();
        ink.font = HAND;
        ink.fillStyle = "#101828";
        ink.textAlign = "center";
        ink.textBaseline = "middle";
        ink.fillText(name, canvas.width / 2, canvas.height / 2, canvas.width - 20);
        drawn = true;
        hint.hidden = true;
    });
    form.addEventListener("submit", (event) => {
        if (!drawn) {
            event.preventDefault();
            hint.hidden = false;
            canvas.scrollIntoView({ block: "center" });
            return;
        }
        form.elements.drawing.value = canvas.toDataURL("image/png");
    });
}
