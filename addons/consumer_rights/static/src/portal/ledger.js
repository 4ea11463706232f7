/** The ledger form: an entry is kept first, then sent; without a connection it waits here. */

import { LedgerStore } from "./ledger_store";
import { post, randomKey, Refusal } from "./server";

const LONGEST_SIDE = 1600;
const AGAIN = 15000;

/** A photo small enough for a weak connection; what cannot be drawn goes as it is. */
export async function shrink(file) {
    try {
        const picture = await createImageBitmap(file);
        const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(picture.width * scale);
        canvas.height = Math.round(picture.height * scale);
        canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
        const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
        return new File([blob], "receipt.jpg", { type: "image/jpeg" });
    } catch {
        return file;
    }
}

export class Ledger {
    constructor(form) {
        this.form = form;
        this.texts = JSON.parse(form.querySelector("#texts").textContent);
        this.store = new LedgerStore(form.dataset.place);
        this.says = form.querySelector("[data-says]");
        this.waits = form.querySelector("[data-waits]");
        this.sending = false;
        this.refused = null; // what the server could not take, in the form again
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.enter();
        });
        form.addEventListener("input", () => this.adapt());
        addEventListener("online", () => this.send());
        setInterval(() => this.send(), AGAIN);
        this.freshen();
        this.adapt();
        this.send();
    }

    /** A page that was kept overnight still says the day in China. */
    freshen() {
        const day = this.form.elements.entry_date;
        const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
        if (day.value === day.max && day.max < today) {
            day.defaultValue = today;
        }
        day.max = day.max < today ? today : day.max;
    }

    adapt() {
        const came = ["returned", "exchanged"].includes(this.form.elements.returned.value);
        this.form.querySelector("[data-disposal]").hidden = !came;
        const { disposal, is_quality_return: quality } = this.form.elements;
        this.form.querySelector("[data-resold]").hidden = disposal.value !== "labelled";
        this.form.querySelector("[data-quality]").hidden = !quality.checked;
        const waited = Number(this.form.elements.wait_minutes.value) > 60;
        this.form.querySelector("[data-added]").hidden = !waited;
    }

    async enter() {
        const content = this.form.elements.content;
        if (!content.value.trim()) {
            this.say(this.texts.required, true);
            content.focus();
            return;
        }
        const values = Object.fromEntries(new FormData(this.form));
        delete values.csrf_token;
        const photo = values.receipt;
        delete values.receipt;
        const receipt = photo?.size ? await shrink(photo) : this.refused?.receipt || null;
        await this.store.put({ key: randomKey(), made: Date.now(), values, receipt });
        if (this.refused) {
            await this.store.remove(this.refused.key);
            this.refused = null;
        }
        this.form.reset();
        this.adapt();
        content.focus();
        scrollTo({ top: 0 });
        await this.send();
    }

    /** Send what waits, one after the other; each leaves the store when the server has it. */
    async send() {
        if (this.sending) {
            return;
        }
        this.sending = true;
        try {
            for (const entry of await this.store.all()) {
                if (entry.errors) {
                    this.takeBack(entry);
                } else if (!(await this.sendOne(entry))) {
                    break;
                }
            }
        } finally {
            this.sending = false;
            await this.count();
        }
    }

    async sendOne(entry) {
        const values = { ...entry.values, key: entry.key };
        if (entry.receipt) {
            values.receipt = entry.receipt;
        }
        let answer;
        try {
            answer = await post(`${this.form.dataset.place}/ledger/enter`, values);
        } catch (error) {
            if (error instanceof Refusal && error.status === 422) {
                answer = { errors: error.errors };
            } else {
                const isServer = error instanceof Refusal;
                this.say(isServer ? this.texts.failed : this.texts.offline, true);
                return false;
            }
        }
        if (answer.id) {
            await this.store.remove(entry.key);
            const open = this.texts.open.replace("{missing}", answer.missing);
            this.say(answer.state === "confirmed" ? this.texts.saved : open);
            return true;
        }
        if (answer.errors) {
            const refused = { ...entry, errors: answer.errors };
            await this.store.put(refused);
            this.takeBack(refused);
            return true;
        }
        this.say(this.texts.login, true); // the page of the login came instead of an answer
        return false;
    }

    /** What the server cannot take goes back into the form; it stays kept until it is sent. */
    takeBack(entry) {
        if (this.refused) {
            return; // one after the other
        }
        this.refused = entry;
        for (const [name, value] of Object.entries(entry.values)) {
            const field = this.form.elements[name];
            if (field?.type === "checkbox") {
                field.checked = true;
            } else if (field) {
                field.value = value;
            }
        }
        this.adapt();
        this.say([this.texts.refused, ...Object.values(entry.errors)].join("\n"), true);
    }

    async count() {
        const { length } = await this.store.all();
        this.waits.textContent = this.texts.waiting.replace("{count}", length);
        this.waits.hidden = !length;
    }

    say(sentence, isError = false) {
        this.says.textContent = sentence;
        this.says.classList.toggle("warn", isError);
        this.says.hidden = !sentence;
    }
}
