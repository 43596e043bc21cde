/* Forgets the kept pages of rounds (static/worker.js): all of them where nobody is logged in
   any longer, those of others on the same device, and that of a round no longer walked. */
"use strict";

window.forgetRounds = async (isToGo) => {
  if (!("caches" in window)) return;
  for (const name of await caches.keys()) {
    const [kind, owner, path] = name.split(" ");
    if (kind === "walk" && isToGo(owner, path)) await caches.delete(name);
  }
};

document.addEventListener("DOMContentLoaded", () => {
  const user = document.getElementById("queue")?.dataset.user;
  const isWalked = document.getElementById("walk");
  forgetRounds((owner, path) => owner !== user || (path === location.pathname && !isWalked));
});
