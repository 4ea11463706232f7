/** What the pages ask of the server: with a fresh token, and with the proof of work it wants. */

import { digest, sha256 } from "./sha256";

const AT_ONCE = 1500;

export class Refusal extends Error {
    constructor(status, errors) {
        super(`refused (${status})`);
        this.status = status;
        this.errors = errors;
    }
}

/** The answer to a challenge in ALTCHA's protocol; the page stays usable meanwhile. */
export async function solve(challenge) {
    const first = parseInt(challenge.challenge.slice(0, 8), 16);
    for (let number = 0; number <= challenge.maxnumber;) {
        const end = Math.min(number + AT_ONCE, challenge.maxnumber + 1);
        for (; number < end; number++) {
            const text = challenge.salt + number;
            if (digest(text)[0] === first && sha256(text) === challenge.challenge) {
                return btoa(JSON.stringify({ ...challenge, number }));
            }
        }
        await new Promise((resolve) => setTimeout(resolve));
    }
    throw new Error("no answer");
}

export async function fetchToken(purpose) {
    const answer = await fetch(`/rights/file/token?purpose=${purpose}`, {
        cache: "no-store",
        credentials: "same-origin",
    });
    if (!answer.ok) {
        throw new Refusal(answer.status, {});
    }
    return answer.json();
}

export async function prove(purpose) {
    const { csrf, challenge } = await fetchToken(purpose);
    return { csrf, proof: await solve(challenge) };
}

let csrf = null;

/** Send values; a token that has run out is replaced once, without a word to the person. */
export async function post(path, values, again = true) {
    csrf ??= (await fetchToken("file")).csrf;
    const body = new FormData();
    body.append("csrf_token", csrf);
    for (const [name, value] of Object.entries(values)) {
        body.append(name, value);
    }
    const answer = await fetch(path, { method: "POST", body, credentials: "same-origin" });
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    if (answer.status === 400 && !isJson && again) {
        csrf = null;
        return post(path, values, false);
    }
    const content = isJson ? await answer.json() : {};
    if (!answer.ok) {
        throw new Refusal(answer.status, content.errors || {});
    }
    return content;
}

/** Open the filing of this key on the server; the proof is worked out once. */
export async function begin(key) {
    const { csrf: token, proof } = await prove("file");
    csrf = token;
    return post("/rights/file/begin", { key, proof });
}

export function randomKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(24));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
