/** What the chosen class of goods or services asks for in fields of its own. */

export class Details {
    constructor(form, texts) {
        this.parts = [...form.querySelectorAll("[data-details]")];
        this.texts = texts;
    }

    /** The fields of this class, and of no other. */
    show(code) {
        for (const part of this.parts) {
            part.hidden = part.dataset.details !== code;
        }
    }

    get shown() {
        return this.parts.find((part) => !part.hidden);
    }

    get fields() {
        return [...(this.shown?.querySelectorAll("[data-detail]") || [])];
    }

    read(field) {
        return field.type === "checkbox" ? field.checked : field.value;
    }

    /** {key: answer} of the class that is shown */
    get values() {
        const pairs = this.fields.map((field) => [field.dataset.detail, this.read(field)]);
        return Object.fromEntries(pairs.filter(([, answer]) => answer));
    }

    set values(values) {
        for (const field of this.fields) {
            const answer = values[field.dataset.detail];
            if (field.type === "checkbox") {
                field.checked = Boolean(answer);
            } else {
                field.value = answer || "";
            }
        }
    }

    /** [label, answer] of each field with an answer, to read it through before sending */
    get answers() {
        return this.fields
            .map((field) => {
                const label = field.closest("label");
                const name = (label.querySelector("span") || label.firstChild).textContent;
                const words = field.type === "checkbox" ? this.texts.yes : this.read(field);
                return [name.trim(), this.read(field) && words];
            })
            .filter(([, words]) => words);
    }

    /** {field: sentence} of what is missing, named as the server names it */
    check() {
        const missing = this.fields.filter((field) => field.required && !field.value.trim());
        return Object.fromEntries(
            missing.map((field) => [`details.${field.dataset.detail}`, this.texts.required])
        );
    }

    /** The field and the place of the sentence of an error such as details.key */
    find(name) {
        const key = name.slice("details.".length);
        const field = this.fields.find((one) => one.dataset.detail === key);
        return field && { field, error: this.shown.querySelector(`[data-detail-error="${key}"]`) };
    }
}
