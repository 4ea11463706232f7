/** Keeps the page for a new ledger entry, so that it opens without a connection (MER-10).
 *
 * Nothing else is kept: neither the book nor a person of it. The page comes from the server while
 * there is one, and goes with the log-out.
 */

const KEPT = "rights-ledger";
const PAGE = /^\/my\/merchant\/\d+\/ledger\/new$/;
const PART = /(?:href|src)="(\/(?:web\/assets|consumer_rights\/static)\/[^"]+)"/g;

/** Keep the page and what it loads, and nothing of an earlier one. */
async function keep(path, answer) {
    if (!answer.ok || answer.redirected) {
        return;
    }
    const text = await answer.text();
    const parts = [...text.matchAll(PART)].map((match) => match[1].replaceAll("&amp;", "&"));
    const cache = await caches.open(KEPT);
    const known = await cache.keys();
    const places = known.map((request) => new URL(request.url).pathname);
    await cache.addAll(
        parts.filter((part) => !places.includes(new URL(part, self.origin).pathname))
    );
    for (const request of known) {
        const place = new URL(request.url).pathname;
        if (!PAGE.test(place) && !text.includes(place)) {
            await cache.delete(request);
        }
    }
    await cache.put(path, new Response(text, { headers: answer.headers }));
}

async function open(event, path) {
    try {
        const answer = await fetch(event.request);
        event.waitUntil(keep(path, answer.clone()).catch(() => {}));
        return answer;
    } catch (error) {
        const kept = await caches.match(path);
        if (kept) {
            return kept;
        }
        throw error;
    }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
    const path = event.data.keep;
    if (PAGE.test(path)) {
        event.waitUntil(fetch(path).then((answer) => keep(path, answer)));
    }
});
self.addEventListener("fetch", (event) => {
    const { method, mode, url } = event.request;
    const { origin, pathname } = new URL(url);
    if (method !== "GET" || origin !== self.origin) {
        return;
    }
    if (mode === "navigate" && PAGE.test(pathname)) {
        event.respondWith(open(event, pathname));
    } else if (mode !== "navigate") {
        // the parts of the page carry what they hold in their address: kept, they are the same
        event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)));
    }
});
