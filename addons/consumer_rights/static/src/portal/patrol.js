/** A patrol on a phone: kept with every touch, photos included, and sent when there is a signal. */

import { shrink } from "./ledger";
import { LedgerStore } from "./ledger_store";
import { post, Refusal } from "./server";

const AGAIN = 15000;
const POSITION_WAIT = 5000;

/** Where the phone is; a phone that does not say it leaves it to the officer. */
function locate() {
    return new Promise((resolve) => {
        if (!navigator.geolocation) {
            resolve({});
            return;
        }
        navigator.geolocation.getCurrentPosition(
            ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude }),
            () => resolve({}),
            { timeout: POSITION_WAIT }
        );
    });
}

export class Patrol {
    constructor(form) {
        this.form = form;
        this.texts = JSON.parse(form.querySelector("#texts").textContent);
        this.place = form.dataset.place;
        this.store = new LedgerStore(this.place);
        this.says = form.querySelector("[data-says]");
        this.shown = form.querySelector("[data-photos]");
        this.photos = []; // {file, taken_at, place, latitude, longitude}
        this.isReady = false; // the officer pressed the button
        this.sending = false;
        form.addEventListener("input", (event) => this.change(event.target));
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.isReady = true;
            this.keep().then(() => this.send());
        });
        addEventListener("online", () => this.send());
        setInterval(() => this.send(), AGAIN);
        this.restore();
    }

    async restore() {
        const [kept] = await this.store.all();
        if (!kept) {
            return;
        }
        for (const [name, value] of Object.entries(kept.values)) {
            const field = this.form.elements[name];
            if (field) {
                field.value = value;
            }
        }
        this.photos = kept.photos;
        this.isReady = kept.isReady;
        this.showPhotos();
        this.say(this.texts.kept);
        await this.send();
    }

    async change(field) {
        if (field.type === "file") {
            await this.takePhotos(field);
        }
        this.isReady = false;
        await this.keep();
    }

    async takePhotos(field) {
        const files = [...field.files];
        field.value = "";
        const position = await locate();
        for (const file of files) {
            this.photos.push({
                file: await shrink(file),
                taken_at: new Date(file.lastModified || Date.now()).toISOString(),
                place: "",
                ...position,
            });
        }
        this.showPhotos();
    }

    showPhotos() {
        const rows = this.photos.map((photo, index) => {
            const row = document.createElement("li");
            const picture = document.createElement("img");
            picture.src = URL.createObjectURL(photo.file);
            picture.alt = "";
            const place = document.createElement("input");
            place.value = photo.place;
            place.maxLength = 200;
            place.placeholder = this.texts.place;
            place.setAttribute("aria-label", this.texts.place);
            place.addEventListener("input", () => (photo.place = place.value));
            const remove = document.createElement("button");
            remove.type = "button";
            remove.className = "text";
            remove.textContent = this.texts.remove;
            remove.addEventListener("click", () => {
                this.photos.splice(index, 1);
                this.showPhotos();
                this.keep();
            });
            row.append(picture, place, remove);
            return row;
        });
        this.shown.replaceChildren(...rows);
    }

    values() {
        const values = Object.fromEntries(new FormData(this.form));
        delete values.csrf_token;
        delete values.camera;
        return values;
    }

    keep() {
        return this.store.put({
            key: this.place,
            made: Date.now(),
            values: this.values(),
            photos: this.photos,
            isReady: this.isReady,
        });
    }

    /** Send it once the officer has pressed the button; it leaves the phone when it arrived. */
    async send() {
        if (!this.isReady || this.sending) {
            return;
        }
        this.sending = true;
        try {
            const answer = await post(`${this.place}/send`, this.parcel());
            if ("is_new" in answer) {
                await this.finish();
            } else {
                this.say(this.texts.login, true); // the page of the login came instead
            }
        } catch (error) {
            this.refuse(error);
        } finally {
            this.sending = false;
        }
    }

    parcel() {
        const facts = this.photos.map(({ file: _file, ...fact }) => fact);
        const files = this.photos.map(({ file }, index) => [`photo_${index}`, file]);
        return { ...this.values(), photos: JSON.stringify(facts), ...Object.fromEntries(files) };
    }

    async finish() {
        this.isReady = false;
        await this.store.remove(this.place);
        this.form.querySelector("[data-body]").hidden = true;
        this.say(this.texts.done);
        scrollTo({ top: 0 });
    }

    refuse(error) {
        if (error instanceof Refusal && error.status === 422) {
            this.isReady = false;
            this.keep();
            this.say(Object.values(error.errors).join("\n"), true);
            scrollTo({ top: 0 });
        } else {
            this.say(error instanceof Refusal ? this.texts.failed : this.texts.offline, true);
        }
    }

    say(sentence, isError = false) {
        this.says.textContent = sentence;
        this.says.classList.toggle("warn", isError);
        this.says.hidden = !sentence;
    }
}
