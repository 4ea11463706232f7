/** The public form: one question at a time, everything kept in the browser until it is sent. */

import { Details } from "./details";
import { Merchants } from "./merchants";
import { begin, post, randomKey, Refusal } from "./server";
import { Store } from "./store";
import { Uploads } from "./uploads";

const NAMES = [
    "kind",
    "subject",
    "facts",
    "item_class",
    "brand",
    "purchase_date",
    "amount",
    "request",
    "name",
    "phone",
    "address",
    "email",
];
const CHECKS = ["is_anonymous", "is_confidential", "publication_consent", "entrusted_consent"];
const LISTS = ["claims", "violations"];
const OF_PERSON = ["name", "phone", "address", "email"];

export class Filing {
    constructor(form, receipt) {
        this.form = form;
        this.receipt = receipt;
        this.texts = JSON.parse(form.querySelector("#texts").textContent);
        this.sections = [...form.querySelectorAll("[data-step]")];
        this.store = new Store("rights_filing");
        this.state = this.store.load() || this.fresh();
        this.merchants = new Merchants(form, this.texts, () => this.keep());
        this.details = new Details(form, this.texts);
        this.fill();
        this.uploads = new Uploads(form.querySelector("[data-uploads]"), this.texts, {
            open: () => this.open(),
            changed: (files) => this.keepFiles(files),
            files: this.state.files,
        });
        this.listen();
        form.querySelector("[data-way]").hidden = false;
        history.replaceState({ step: this.state.step, depth: history.state?.depth || 0 }, "");
        this.show(this.state.step, { focus: false });
    }

    fresh() {
        return { key: randomKey(), step: "kind", values: {}, merchants: [{}], files: [] };
    }

    // -- what is typed ----------------------------------------------------------------------------

    fill() {
        const { values, merchants } = this.state;
        for (const name of NAMES) {
            if (values[name] !== undefined) {
                this.form.elements[name].value = values[name];
            }
        }
        for (const name of CHECKS) {
            this.form.elements[name].checked = Boolean(values[name]);
        }
        for (const name of LISTS) {
            for (const box of this.boxes(name)) {
                box.checked = (values[name] || []).includes(box.value);
            }
        }
        this.details.show(values.item_class);
        this.details.values = values.details || {};
        this.merchants.values = merchants;
    }

    boxes(name) {
        return [...this.form.querySelectorAll(`[name=${name}]`)];
    }

    ticked(name) {
        return this.boxes(name).filter((box) => box.checked);
    }

    read() {
        const values = {};
        for (const name of NAMES) {
            values[name] = this.form.elements[name].value;
        }
        for (const name of CHECKS) {
            values[name] = this.form.elements[name].checked;
        }
        for (const name of LISTS) {
            values[name] = this.ticked(name).map((box) => box.value);
        }
        values.details = this.details.values;
        return values;
    }

    keep() {
        this.state.values = this.read();
        this.state.merchants = this.merchants.values;
        this.save();
    }

    keepFiles(files) {
        this.state.files = files;
        this.save();
    }

    save() {
        const kept = this.store.save(this.state);
        this.form.querySelector("[data-saved]").textContent = kept ? this.texts.saved : "";
    }

    open() {
        this.opened ??= begin(this.state.key);
        return this.opened.then(
            () => this.state.key,
            (error) => {
                this.opened = null;
                throw error;
            }
        );
    }

    // -- steps ------------------------------------------------------------------------------------

    listen() {
        const on = (selector, act) =>
            this.form.querySelector(selector).addEventListener("click", act);
        on("[data-next]", () => this.next());
        on("[data-back]", () => this.back());
        on("[data-discard]", () => this.discard());
        this.form.addEventListener("input", () => {
            this.adapt();
            this.keep();
        });
        this.form.addEventListener("submit", (event) => {
            event.preventDefault();
            if (this.state.step === "review") {
                this.send();
            } else {
                this.next();
            }
        });
        addEventListener("popstate", (event) => {
            if (event.state?.step && this.receipt.hidden) {
                this.show(event.state.step);
            }
        });
        addEventListener("storage", (event) => {
            if (event.key === this.store.name && !event.newValue) {
                // sent or discarded in another window: what stands here is another filing
                this.state.key = randomKey();
                this.opened = null;
            }
        });
        this.receipt.querySelector("[data-print]").addEventListener("click", () => print());
        this.receipt
            .querySelector("[data-again]")
            .addEventListener("click", () => location.assign("/rights/file"));
    }

    get steps() {
        const kind = this.form.elements.kind.value;
        return this.sections
            .filter((section) => !section.dataset.for || section.dataset.for === kind)
            .map((section) => section.dataset.step);
    }

    section(step) {
        return this.sections.find((section) => section.dataset.step === step);
    }

    show(step, { focus = true } = {}) {
        const { steps } = this;
        const place = Math.max(steps.indexOf(step), 0);
        this.state.step = steps[place];
        for (const section of this.sections) {
            section.hidden = section.dataset.step !== this.state.step;
        }
        const last = place === steps.length - 1;
        const part = (name) => this.form.querySelector(`[data-${name}]`);
        part("back").hidden = place === 0;
        part("next").hidden = last;
        part("send").hidden = !last;
        part("discard").hidden = place === 0;
        part("count").textContent = this.texts.step
            .replace("{number}", place + 1)
            .replace("{count}", steps.length);
        part("progress").max = steps.length;
        part("progress").value = place + 1;
        this.adapt();
        this.save();
        if (last) {
            this.drawReview();
            this.open().catch(() => {}); // the proof is ready when the person has read it through
        }
        if (focus) {
            this.section(this.state.step).querySelector("h1").focus();
            scrollTo({ top: 0 });
        }
    }

    /** Parts that depend on other answers. */
    adapt() {
        const kind = this.form.elements.kind.value;
        for (const part of this.form.querySelectorAll("section [data-for]")) {
            part.hidden = part.dataset.for !== kind;
        }
        const anonymous = kind === "report" && this.form.elements.is_anonymous.checked;
        this.form.querySelector("[data-person]").hidden = anonymous;
        this.details.show(this.form.elements.item_class.value);
    }

    next() {
        const errors = this.check(this.state.step);
        this.showErrors(errors);
        if (Object.keys(errors).length) {
            return;
        }
        const { steps } = this;
        const step = steps[steps.indexOf(this.state.step) + 1];
        this.go(step);
    }

    /** To a step, so that the browser's back button returns from it. */
    go(step) {
        history.pushState({ step, depth: (history.state?.depth || 0) + 1 }, "");
        this.show(step);
    }

    back() {
        if (history.state?.depth) {
            history.back();
            return;
        }
        const { steps } = this;
        const step = steps[steps.indexOf(this.state.step) - 1];
        history.replaceState({ step, depth: 0 }, "");
        this.show(step);
    }

    // -- errors -----------------------------------------------------------------------------------

    check(step) {
        const { elements } = this.form;
        const errors = {};
        const need = (name, sentence = this.texts.required) => {
            if (!elements[name].value.trim()) {
                errors[name] = sentence;
            }
        };
        if (step === "kind") {
            need("kind", this.texts.requiredChoice);
        } else if (step === "merchants") {
            Object.assign(errors, this.merchants.check());
        } else if (step === "facts") {
            need("subject");
            need("facts");
        } else if (step === "item") {
            Object.assign(errors, this.details.check());
        } else if (step === "request" && !this.read().claims.length) {
            need("request", this.texts.claim);
        } else if (step === "person" && !this.form.querySelector("[data-person]").hidden) {
            need("name");
            need("phone", this.texts.phone);
            if (elements.kind.value === "complaint") {
                need("address");
            }
        } else if (step === "evidence" && this.uploads.isBusy) {
            this.uploads.say(this.texts.stillUploading);
            errors.evidence = this.texts.stillUploading;
        }
        return errors;
    }

    place(name) {
        if (/^merchants\.\d/.test(name)) {
            return this.merchants.find(name);
        }
        if (name.startsWith("details.")) {
            return this.details.find(name);
        }
        const field = this.form.elements[name];
        return {
            field: field instanceof RadioNodeList ? field[0] : field,
            error: this.form.querySelector(`[data-error="${name}"]`),
        };
    }

    showErrors(errors) {
        const places = "[data-error],[data-merchant-error],[data-detail-error]";
        for (const sentence of this.form.querySelectorAll(places)) {
            sentence.hidden = true;
        }
        for (const field of this.form.querySelectorAll("[aria-invalid]")) {
            field.removeAttribute("aria-invalid");
        }
        let first = null;
        for (const [name, sentence] of Object.entries(errors)) {
            const { field, error } = this.place(name) || {};
            if (error) {
                error.id ||= `error_${name}`;
                error.textContent = sentence;
                error.hidden = false;
            }
            if (field instanceof HTMLElement) {
                field.setAttribute("aria-invalid", "true");
                if (error) {
                    field.setAttribute("aria-describedby", error.id);
                }
                first ??= field;
            }
        }
        first?.focus();
    }

    /** Errors of the server: go to the first question that has one. */
    goToErrors(errors) {
        const steps = Object.keys(errors)
            .map((name) => this.place(name)?.error?.closest("[data-step]")?.dataset.step)
            .filter(Boolean);
        const step = this.steps.find((one) => steps.includes(one)) || "review";
        if (step !== this.state.step) {
            this.go(step);
        }
        this.showErrors(errors);
    }

    // -- review and sending -----------------------------------------------------------------------

    drawReview() {
        const { elements } = this.form;
        const values = this.read();
        const label = (field) => field.closest("label").firstChild.textContent.trim();
        const rows = [
            ["kind", this.title("kind"), elements.kind.value && this.chosen("kind")],
            ...this.merchants.values.map((merchant, place) => [
                "merchants",
                this.texts.merchant.replace("{number}", place + 1),
                [merchant.name, merchant.address, merchant.phone].filter(Boolean).join("\n"),
            ]),
            ["facts", label(elements.subject), values.subject],
            ["facts", label(elements.facts), values.facts],
            [
                "item",
                label(elements.item_class),
                values.item_class && elements.item_class.selectedOptions[0].textContent,
            ],
            ...this.details.answers.map(([name, text]) => ["item", name, text]),
            ["item", label(elements.amount), values.amount],
        ];
        if (values.kind === "complaint") {
            const claims = this.ticked("claims").map((box) => box.parentElement.textContent.trim());
            rows.push(["request", this.title("request"), [...claims, values.request].join("\n")]);
        }
        const person = OF_PERSON.map((name) => values[name]).filter(Boolean);
        const anonymous = this.form.querySelector("[data-person]").hidden;
        rows.push(["person", this.title("person"), anonymous ? "" : person.join("\n")]);
        const files = this.state.files.filter((file) => file.state === "ready");
        rows.push(["evidence", this.title("evidence"), files.map((file) => file.name).join("\n")]);
        const list = this.form.querySelector("[data-review]");
        list.replaceChildren(...rows.map(([step, name, text]) => this.reviewRow(step, name, text)));
    }

    title(step) {
        return this.section(step).querySelector("h1").textContent;
    }

    chosen(name) {
        const box = this.form.querySelector(`[name=${name}]:checked`);
        return box.parentElement.querySelector("strong").textContent;
    }

    reviewRow(step, name, text) {
        const row = document.createElement("div");
        const term = document.createElement("dt");
        term.textContent = name;
        const answer = document.createElement("dd");
        const words = document.createElement("span");
        words.textContent = text?.trim() || this.texts.none;
        const change = document.createElement("button");
        change.type = "button";
        change.className = "text";
        change.textContent = this.texts.change;
        change.setAttribute("aria-label", `${this.texts.change}: ${name}`);
        change.addEventListener("click", () => this.go(step));
        answer.append(words, change);
        row.append(term, answer);
        return row;
    }

    async send() {
        const button = this.form.querySelector("[data-send]");
        if (button.disabled) {
            return;
        }
        const caption = button.textContent;
        button.disabled = true;
        button.textContent = `${this.texts.sending} …`;
        try {
            const key = await this.open();
            const values = { ...this.read(), merchants: this.merchants.values };
            if (values.kind !== "report") {
                values.is_anonymous = false;
            }
            const answer = await post("/rights/file/send", {
                key,
                form: JSON.stringify(values),
                channel: this.form.dataset.channel,
            });
            if (answer.receipt) {
                this.showReceipt(answer.receipt);
            } else {
                this.goToErrors(answer.errors);
            }
        } catch (error) {
            const refused = error instanceof Refusal;
            if (refused && error.status === 404) {
                this.opened = null; // cleared away meanwhile: the next try begins it anew
            }
            const sentence = refused ? this.texts.failed : this.texts.offline;
            this.goToErrors(refused && error.errors.form ? error.errors : { form: sentence });
        } finally {
            button.disabled = false;
            button.textContent = caption;
        }
    }

    showReceipt(receipt) {
        this.store.clear();
        const put = (name, text) => {
            this.receipt.querySelector(`[data-${name}]`).textContent = text;
        };
        put("received", receipt.received);
        put("unit", receipt.unit);
        put("code", `${receipt.code.slice(0, 5)}-${receipt.code.slice(5)}`);
        const rows = receipt.cases.map(({ number, against }) => {
            const row = document.createElement("li");
            row.textContent = `${number} `;
            const whom = document.createElement("small");
            whom.textContent = against;
            row.append(whom);
            return row;
        });
        this.receipt.querySelector("[data-numbers]").replaceChildren(...rows);
        this.form.hidden = true;
        this.receipt.hidden = false;
        history.replaceState({}, "");
        this.receipt.querySelector("h1").focus();
        scrollTo({ top: 0 });
    }

    discard() {
        if (confirm(this.texts.discard)) {
            this.store.clear();
            location.reload();
        }
    }
}
