/** The wall fetches itself again; a server that is away for a while leaves the last numbers, marked. */

const every = Number(document.body.dataset.seconds) * 1000;

async function refresh() {
    try {
        const answer = await fetch(location.href, { cache: "no-store" });
        if (answer.status === 404) {
            location.reload(); // the link was revoked: nothing stays on the wall
            return;
        }
        if (!answer.ok || answer.redirected) {
            throw new Error(answer.status);
        }
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        document.querySelector("main").replaceWith(page.querySelector("main"));
        document.body.classList.remove("is-stale");
    } catch {
        document.body.classList.add("is-stale");
    }
    setTimeout(refresh, every);
}

setTimeout(refresh, every);
// a browser fills the screen after somebody touched it, not before
document.addEventListener("click", () => document.documentElement.requestFullscreen?.());
