/**
 * SHA-256 of a short ASCII text, without waiting: the browser's own is asynchronous, and is missing
 * where a page comes without TLS.
 */

const WORDS = new Uint32Array(64);
const START = new Uint32Array(8);
const ROUND = new Uint32Array(64);

let found = 0;
for (let candidate = 2; found < 64; candidate++) {
    let prime = true;
    for (let factor = 2; factor * factor <= candidate; factor++) {
        if (candidate % factor === 0) {
            prime = false;
            break;
        }
    }
    if (prime) {
        if (found < 8) {
            START[found] = (candidate ** (1 / 2) * 2 ** 32) | 0;
        }
        ROUND[found++] = (candidate ** (1 / 3) * 2 ** 32) | 0;
    }
}

function rotate(word, bits) {
    return (word >>> bits) | (word << (32 - bits));
}

function block(state, bytes, offset) {
    for (let i = 0; i < 16; i++) {
        const at = offset + i * 4;
        WORDS[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let i = 16; i < 64; i++) {
        const x = WORDS[i - 15];
        const y = WORDS[i - 2];
        const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
        const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
        WORDS[i] = WORDS[i - 16] + s0 + WORDS[i - 7] + s1;
    }
    let a = state[0];
    let b = state[1];
    let c = state[2];
    let d = state[3];
    let e = state[4];
    let f = state[5];
    let g = state[6];
    let h = state[7];
    for (let i = 0; i < 64; i++) {
        const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i] + WORDS[i]) | 0;
        const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + t1) | 0;
        d = c;
        c = b;
        b = a;
        a = (t1 + t2) | 0;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}

const state = new Uint32Array(8);
let bytes = new Uint8Array(64);

/** The digest as eight words; they are overwritten by the next call. */
export function digest(text) {
    const { length } = text;
    const size = ((length + 8) >> 6) * 64 + 64;
    if (bytes.length !== size) {
        bytes = new Uint8Array(size);
    }
    bytes.fill(0);
    for (let i = 0; i < length; i++) {
        bytes[i] = text.charCodeAt(i);
    }
    bytes[length] = 0x80;
    const bits = length * 8;
    bytes[size - 2] = bits >>> 8;
    bytes[size - 1] = bits;
    state.set(START);
    for (let offset = 0; offset < size; offset += 64) {
        block(state, bytes, offset);
    }
    return state;
}

export function sha256(text) {
    return Array.from(digest(text), (word) => word.toString(16).padStart(8, "0")).join("");
}
