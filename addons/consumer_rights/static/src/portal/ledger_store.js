/** Ledger entries that wait to be sent, photos included, kept in this browser until they are. */

const STORE = "entries";

function open() {
    return new Promise((resolve, reject) => {
        const request = indexedDB.open("rights_ledger", 1);
        request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

async function work(mode, act) {
    const database = await open();
    try {
        return await new Promise((resolve, reject) => {
            const transaction = database.transaction(STORE, mode);
            const request = act(transaction.objectStore(STORE));
            // what is put is safe when the transaction is through, not before
            transaction.oncomplete = () => resolve(request.result);
            transaction.onerror = () => reject(transaction.error);
            transaction.onabort = () => reject(transaction.error);
        });
    } finally {
        database.close();
    }
}

export class LedgerStore {
    /** @param {string} place the merchant whose ledger it is */
    constructor(place) {
        this.place = place;
    }

    put(entry) {
        return work("readwrite", (store) => store.put({ ...entry, place: this.place }));
    }

    remove(key) {
        return work("readwrite", (store) => store.delete(key));
    }

    /** Those of this merchant, in the order in which they were made. */
    async all() {
        const entries = await work("readonly", (store) => store.getAll());
        return entries
            .filter((entry) => entry.place === this.place)
            .sort((one, other) => one.made - other.made);
    }
}
