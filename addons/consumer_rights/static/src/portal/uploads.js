/** Files on their way: one after the other, in pieces, going on where a connection broke. */

import { post, randomKey, Refusal } from "./server";

const PIECE = 256 * 1024;
const BIGGEST = 20 * 1024 * 1024;
const MOST = 10;
const WAITS = [1000, 3000, 8000, 15000];

function pause(milliseconds) {
    return new Promise((resolve) => {
        setTimeout(resolve, milliseconds);
        addEventListener("online", resolve, { once: true });
    });
}

export class Uploads {
    /**
     * @param {HTMLElement} root
     * @param {Object} texts
     * @param {Object} options
     * @param {() => Promise<string>} options.open gives the key of a filing that is open
     * @param {(files: Object[]) => void} options.changed
     * @param {Object[]} options.files what was kept of an earlier visit
     */
    constructor(root, texts, { open, changed, files = [] }) {
        this.texts = texts;
        this.open = open;
        this.changed = changed;
        this.list = root.querySelector("[data-uploads-list]");
        this.error = root.querySelector("[data-uploads-error]");
        this.input = root.querySelector("input[type=file]");
        // what was under way needs its file once more
        this.files = files.map((file) =>
            file.state === "ready" || file.state === "refused"
                ? file
                : { ...file, state: "interrupted" }
        );
        this.queue = Promise.resolve();
        this.input.addEventListener("change", () => {
            this.add([...this.input.files]);
            this.input.value = "";
        });
        this.draw();
    }

    get isBusy() {
        return this.files.some((file) => ["waiting", "sending", "checking"].includes(file.state));
    }

    get kept() {
        return this.files.map(({ ref, name, size, state, offset, reason }) => ({
            ref,
            name,
            size,
            state,
            offset,
            reason,
        }));
    }

    add(chosen) {
        this.say("");
        for (const source of chosen) {
            if (source.size > BIGGEST) {
                this.say(this.texts.tooBig);
                continue;
            }
            let file = this.files.find(
                (one) =>
                    one.state === "interrupted" &&
                    one.name === source.name &&
                    one.size === source.size
            );
            if (!file) {
                if (this.files.filter((one) => one.state !== "refused").length >= MOST) {
                    this.say(this.texts.tooMany);
                    break;
                }
                file = { ref: randomKey(), name: source.name, size: source.size, offset: 0 };
                this.files.push(file);
            }
            file.state = "waiting";
            this.queue = this.queue.then(() => this.send(file, source));
        }
        this.update();
    }

    async send(file, source) {
        let failures = 0;
        while (this.files.includes(file)) {
            try {
                await this.sendPieces(file, source);
                return;
            } catch (error) {
                if (error instanceof Refusal && error.status < 500) {
                    file.state = "refused";
                    file.reason = error.errors.form || this.texts.failed;
                    this.update();
                    return;
                }
                file.reason = this.texts.offline;
                this.update();
                await pause(WAITS[Math.min(failures++, WAITS.length - 1)]);
            }
        }
    }

    async sendPieces(file, source) {
        const key = await this.open();
        const { ref, name, size } = file;
        this.take(file, await post("/rights/file/upload", { key, ref, name, size }));
        while (file.state === "sending" && this.files.includes(file)) {
            const end = Math.min(file.offset + PIECE, size);
            const last = end === size;
            if (last) {
                file.state = "checking";
                this.update();
            }
            const piece = new Blob([source.slice(file.offset, end)]);
            const values = { key, ref, offset: file.offset, piece };
            this.take(file, await post("/rights/file/piece", values));
        }
    }

    take(file, answer) {
        const { name, offset, reason } = answer;
        const state = answer.state === "receiving" ? "sending" : answer.state;
        Object.assign(file, { offset, reason, state });
        if (state === "ready") {
            file.shown = name;
        }
        this.update();
    }

    async remove(file) {
        this.files.splice(this.files.indexOf(file), 1);
        this.update();
        this.input.focus();
        try {
            await post("/rights/file/discard", { key: await this.open(), ref: file.ref });
        } catch {
            // it was not there yet, or goes by itself after a day
        }
    }

    say(sentence) {
        this.error.textContent = sentence;
        this.error.hidden = !sentence;
    }

    update() {
        this.draw();
        this.changed(this.kept);
    }

    draw() {
        this.list.replaceChildren(...this.files.map((file) => this.row(file)));
    }

    row(file) {
        const row = document.createElement("li");
        const name = document.createElement("span");
        name.textContent = file.shown || file.name;
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "text";
        remove.textContent = "×";
        remove.setAttribute("aria-label", this.texts.remove.replace("{name}", file.name));
        remove.addEventListener("click", () => this.remove(file));
        const state = document.createElement("small");
        state.textContent = this.describe(file);
        row.append(name, remove, state);
        if (file.state === "sending") {
            const bar = document.createElement("progress");
            bar.max = file.size;
            bar.value = file.offset;
            bar.setAttribute("aria-label", file.name);
            row.append(bar);
        }
        row.dataset.state = file.state;
        return row;
    }

    describe(file) {
        if (file.state === "sending") {
            const percent = `${Math.floor((100 * file.offset) / file.size)}%`;
            return file.reason || this.texts.sent.replace("{percent}", percent);
        }
        const state = this.texts[file.state];
        return file.state === "refused" ? `${state}: ${file.reason}` : state;
    }
}
