/* Keeps on this device what waits to be sent, so that a page may be closed meanwhile.

   In IndexedDB; what the browser will not keep there (a private window, a full device) stays
   in memory as long as the page is open, and the page says so: `isSafe()`, `isFull()`. */
"use strict";

window.kept = (() => {
  const memory = new Map();
  let isFull = false;

  const opened = new Promise((resolve) => {
    try {
      const request = indexedDB.open("rounds", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("items", { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
    } catch {
      resolve(null);
    }
  });

  // One act on the stored items. It counts as done when the system has it: to wait for the disk
  // would make each tap slow, and a page that is closed at once would lose it.
  const store = async (mode, act) => {
    const database = await opened;
    if (!database) throw new DOMException("", "NotSupportedError");
    const transaction = database.transaction("items", mode, { durability: "relaxed" });
    const request = act(transaction.objectStore("items"));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? request.error);
    });
  };

  const all = async () => {
    const stored = await store("readonly", (items) => items.getAll()).catch(() => []);
    const rest = stored.filter((item) => !memory.has(item.id));
    return [...rest, ...memory.values()].sort((a, b) => a.n - b.n);
  };

  const put = async (item) => {
    try {
      await store("readwrite", (items) => items.put(item));
      memory.delete(item.id);
    } catch (error) {
      isFull = error?.name === "QuotaExceededError";
      memory.set(item.id, item);
    }
  };

  const remove = async (id) => {
    memory.delete(id);
    if (!memory.size) isFull = false;
    await store("readwrite", (items) => items.delete(id)).catch(() => undefined);
  };

  return { all, put, remove, isSafe: () => memory.size === 0, isFull: () => isFull };
})();
