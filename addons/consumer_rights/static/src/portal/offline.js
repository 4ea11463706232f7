/** The page for a new entry opens without a connection: its worker keeps it until the log-out. */

const KEPT = "rights-ledger";

export async function keepPage() {
    if (!navigator.serviceWorker || !location.pathname.endsWith("/ledger/new")) {
        return;
    }
    try {
        await navigator.serviceWorker.register("/my/merchant/worker.js");
        const { active } = await navigator.serviceWorker.ready;
        active.postMessage({ keep: location.pathname });
    } catch {
        // no connection, or a browser that keeps nothing: the page works as before
    }
}

/** Whoever is next at this device finds nothing of it. */
export function forgetAtLogOut() {
    for (const link of document.querySelectorAll("a[href^='/web/session/logout']")) {
        link.addEventListener("click", () => window.caches?.delete(KEPT));
    }
}
