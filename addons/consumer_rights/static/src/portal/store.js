/** What a person has typed, kept in this browser only, until it is sent or discarded. */

export class Store {
    constructor(name) {
        this.name = name;
    }

    /** The state that was kept, or null: private windows and full disks keep nothing. */
    load() {
        try {
            return JSON.parse(localStorage.getItem(this.name));
        } catch {
            return null;
        }
    }

    /** @returns {boolean} whether it was kept */
    save(state) {
        try {
            localStorage.setItem(this.name, JSON.stringify(state));
            return true;
        } catch {
            return false;
        }
    }

    clear() {
        try {
            localStorage.removeItem(this.name);
        } catch {
            // nothing was kept
        }
    }
}
