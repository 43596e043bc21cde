/* A walk without network: the copy that static/worker.js keeps of the page, what others have
   answered meanwhile, and no handing over while something waits. */
"use strict";

(() => {
  if (!window.walk) return;
  const ASK_EVERY_MS = 60_000;
  const { box, about } = walk;
  const { keptAt } = box.dataset;

  // The copy

  const shown = () => {
    const files = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
    const pictures = [...box.querySelectorAll("img")].map((image) => new URL(image.src));
    const isFile = ({ origin, pathname }) => origin === location.origin && pathname.startsWith(box.dataset.files);
    const all = [...files.filter(isFile), ...pictures.filter(({ protocol }) => protocol !== "blob:")];
    return [...new Set(all.map(({ pathname }) => pathname))];
  };
  const keep = async () => {
    if (!navigator.serviceWorker) return;
    await navigator.serviceWorker.register(box.dataset.worker);
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ user: queue.user, path: location.pathname, files: shown() });
  };
  // A browser that keeps no copies walks with network.
  window.addEventListener("load", () => keptAt || keep().catch(() => undefined));

  if (keptAt) {
    const note = document.getElementById("copy");
    note.hidden = false;
    const style = { dateStyle: "medium", timeStyle: "short" };
    note.querySelector("[data-at]").textContent = new Date(Number(keptAt)).toLocaleString(document.documentElement.lang, style);
  }

  // The others

  const ask = () => document.hidden || queue.send(about);
  setInterval(ask, ASK_EVERY_MS);
  window.addEventListener("online", ask);
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("pageshow", ({ persisted }) => (persisted || keptAt) && ask());
  document.addEventListener("queue:standing", ({ detail: { round, standing } }) => {
    if (round !== about.round || standing.is_walked) return;
    document.getElementById("over").hidden = false;
    forgetRounds((_, path) => path === location.pathname);
  });

  // Handing over

  const form = document.querySelector("#submit form");
  const isWaiting = async () => (await queue.items()).some((item) => item.round === about.round && item.state !== "draft");
  form.addEventListener("submit", async (event) => {
    if (form.dataset.isReady) return;
    event.preventDefault();
    await walk.keepAll();
    await queue.send(about);
    const isReady = !queue.trouble() && !(await isWaiting());
    document.getElementById("submit-waits").hidden = isReady;
    if (!isReady) return;
    form.dataset.isReady = "true";
    form.requestSubmit();
  });
})();
