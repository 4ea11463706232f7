/** Material handed in later: its files go ahead, then the form goes as any form does. */

import { begin, randomKey } from "./server";
import { Store } from "./store";
import { Uploads } from "./uploads";

export function startMaterial(form) {
    const texts = JSON.parse(form.querySelector("#texts").textContent);
    const store = new Store(`rights_material_${form.dataset.case}`);
    const kept = store.load() || { key: randomKey(), files: [], statement: "" };
    form.elements.key.value = kept.key;
    form.elements.statement.value = kept.statement;
    let opened = null;
    const uploads = new Uploads(form.querySelector("[data-uploads]"), texts, {
        open: async () => {
            opened ??= begin(kept.key);
            try {
                await opened;
            } catch (error) {
                opened = null;
                throw error;
            }
            return kept.key;
        },
        changed: (files) => {
            kept.files = files;
            store.save(kept);
        },
        files: kept.files,
    });
    form.elements.statement.addEventListener("input", () => {
        kept.statement = form.elements.statement.value;
        store.save(kept);
    });
    form.addEventListener("submit", (event) => {
        if (uploads.isBusy) {
            event.preventDefault();
            uploads.say(texts.stillUploading);
            return;
        }
        store.clear();
    });
}
