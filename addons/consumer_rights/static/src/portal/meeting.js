/** The waiting page of a video meeting: is the device fit, and may one come in? */

const EVERY = 3000;

class Device {
    constructor(part) {
        this.texts = JSON.parse(part.querySelector("[data-device-texts]").textContent);
        this.picture = part.querySelector("[data-device-picture]");
        this.sound = part.querySelector("[data-device-sound]");
        this.answer = part.querySelector("[data-device-answer]");
        this.button = part.querySelector("[data-device-try]");
        this.button.addEventListener("click", () => this.try());
        addEventListener("pagehide", () => this.stop());
    }

    async try() {
        this.stop();
        try {
            this.stream = await this.open();
        } catch (error) {
            this.say(this.explain(error));
            return;
        }
        const hasCamera = this.stream.getVideoTracks().length > 0;
        this.picture.hidden = !hasCamera;
        this.picture.srcObject = this.stream;
        this.picture.play().catch(() => {});
        this.listen();
        this.say(hasCamera ? this.texts.works : this.texts.noCamera);
    }

    /** Picture and sound, or sound alone where there is no camera. */
    async open() {
        const devices = navigator.mediaDevices;
        if (!devices?.getUserMedia) {
            throw new Error("insecure");
        }
        try {
            return await devices.getUserMedia({ audio: true, video: true });
        } catch (error) {
            if (error.name !== "NotFoundError") {
                throw error;
            }
            return devices.getUserMedia({ audio: true });
        }
    }

    explain(error) {
        const { refused, missing, insecure } = this.texts;
        return (
            { NotAllowedError: refused, NotFoundError: missing, Error: insecure }[error.name] ||
            refused
        );
    }

    listen() {
        const context = new AudioContext();
        const analyser = context.createAnalyser();
        const samples = new Uint8Array(analyser.fftSize);
        context.createMediaStreamSource(this.stream).connect(analyser);
        const meter = this.sound.querySelector("meter");
        this.sound.hidden = false;
        this.context = context;
        const show = () => {
            if (this.context !== context) {
                return;
            }
            analyser.getByteTimeDomainData(samples);
            meter.value = Math.max(...samples.map((sample) => Math.abs(sample - 128))) / 128;
            requestAnimationFrame(show);
        };
        show();
    }

    stop() {
        this.stream?.getTracks().forEach((track) => track.stop());
        this.context?.close();
        this.stream = this.context = undefined;
    }

    say(words) {
        this.answer.textContent = words;
    }
}

/** Ask until something changes; then the page itself says what. */
async function wait(part) {
    const error = part.querySelector("[data-meeting-error]");
    const body = new FormData(part.querySelector("[data-meeting-wait]"));
    const { offline } = JSON.parse(document.querySelector("[data-device-texts]").textContent);
    for (;;) {
        await new Promise((resolve) => setTimeout(resolve, EVERY));
        try {
            const path = `${part.dataset.path}/wait`;
            const answer = await fetch(path, { method: "POST", body, credentials: "same-origin" });
            const isLost = !answer.ok && answer.status < 500;
            if (isLost || (answer.ok && (await answer.json()).stage !== part.dataset.stage)) {
                location.assign(part.dataset.path);
                return;
            }
            error.hidden = answer.ok;
        } catch {
            error.hidden = false;
        }
        error.textContent = offline;
    }
}

export function startDevice(part) {
    new Device(part);
}

export function startMeeting(part) {
    // whoever is put out of the call comes back here (static/src/call/call_page.js)
    sessionStorage.setItem("rights_meeting", part.dataset.path);
    const join = part.querySelector("[data-meeting-join]");
    if (!join) {
        wait(part);
    } else if (performance.getEntriesByType("navigation")[0]?.type !== "back_forward") {
        join.requestSubmit();
    }
}
