/** The merchants of a filing: one at first, up to five. */

const FIELDS = ["name", "address", "phone"];
const MOST = 5;

export class Merchants {
    constructor(root, texts, changed) {
        this.root = root.querySelector("[data-merchants]");
        this.adder = root.querySelector("[data-merchant-add]");
        this.texts = texts;
        this.changed = changed;
        this.blank = this.root.querySelector("[data-merchant]").cloneNode(true);
        this.adder.addEventListener("click", () => {
            this.add({});
            this.rows.at(-1).querySelector("input").focus();
        });
        this.root.addEventListener("input", () => this.changed());
    }

    get rows() {
        return [...this.root.querySelectorAll("[data-merchant]")];
    }

    get values() {
        return this.rows.map((row) =>
            Object.fromEntries(FIELDS.map((name) => [name, this.field(row, name).value]))
        );
    }

    set values(values) {
        this.root.replaceChildren();
        for (const merchant of values.length ? values : [{}]) {
            this.add(merchant);
        }
    }

    field(row, name) {
        return row.querySelector(`[data-merchant-field=${name}]`);
    }

    add(merchant) {
        const row = this.blank.cloneNode(true);
        for (const name of FIELDS) {
            this.field(row, name).value = merchant[name] || "";
        }
        row.querySelector("[data-merchant-remove]").addEventListener("click", () => {
            row.remove();
            this.number();
            this.adder.focus();
        });
        this.root.append(row);
        this.number();
    }

    number() {
        const { rows } = this;
        rows.forEach((row, place) => {
            const title = this.texts.merchant.replace("{number}", place + 1);
            row.querySelector("[data-merchant-title]").textContent = title;
            row.querySelector("[data-merchant-remove]").hidden = rows.length === 1;
            for (const name of FIELDS) {
                const error = row.querySelector(`[data-merchant-error=${name}]`);
                error.id = `error_merchants_${place}_${name}`;
                this.field(row, name).setAttribute("aria-describedby", error.id);
            }
        });
        this.adder.hidden = rows.length >= MOST;
        this.changed();
    }

    /** {field: sentence} of what is missing, named as the server names it */
    check() {
        const errors = {};
        this.values.forEach((merchant, place) => {
            if (!merchant.name.trim()) {
                errors[`merchants.${place}.name`] = this.texts.required;
            }
            if (!merchant.address.trim() && !merchant.phone.trim()) {
                errors[`merchants.${place}.address`] = this.texts.contact;
            }
        });
        return errors;
    }

    /** The field and the place of the sentence of an error such as merchants.0.name */
    find(name) {
        const [, place, part] = name.split(".");
        const row = this.rows[Number(place)];
        return (
            row && {
                field: this.field(row, part),
                error: row.querySelector(`[data-merchant-error=${part}]`),
            }
        );
    }
}
