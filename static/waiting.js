/* Says on every page what waits on this device, and why it is not sent: templates/ui/waiting.html.

   Where a page has a place of its own for the count, <output id="waiting">, it stands there too. */
"use strict";

(() => {
  const box = document.getElementById("queue");
  if (!box) return;
  const alert = box.querySelector(".ds-alert");
  const count = box.querySelector("[data-queue-count]");
  const output = document.getElementById("waiting");
  const BLOCKED = ["conflict", "moved_on", "refused"];
  // What is sent at once is not worth a word.
  const PATIENCE_MS = 1000;
  let timer = null;

  const some = (number, texts) => {
    const [one, many] = texts.split("|");
    return number === 1 ? one : many.replace("{n}", number);
  };
  const words = (items) => {
    const of = (kind) => items.filter((item) => item.kind === kind).length;
    const parts = [
      [of("answer"), count.dataset.answers],
      [of("risk"), count.dataset.risks],
      [of("photo"), count.dataset.photos],
    ];
    const what = parts.filter(([number]) => number).map(([number, texts]) => some(number, texts));
    return what.length ? count.dataset.waits.replace("{what}", what.join(", ")) : "";
  };

  // A live region speaks when its text changes, so what is the same is left alone.
  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  const show = ({ items, trouble }) => {
    const waiting = items.filter((item) => item.state !== "draft");
    const blocked = waiting.filter((item) => BLOCKED.includes(item.state));
    const text = words(waiting);
    write(count, text);
    count.hidden = !text;
    if (output) write(output, text);
    const says = {
      offline: trouble?.kind === "offline",
      server: trouble?.kind === "server",
      login: trouble?.kind === "login" && waiting.length > 0,
      other: trouble?.kind === "other",
      decide: blocked.length > 0,
      unsafe: !kept.isSafe() && !kept.isFull(),
      full: kept.isFull(),
    };
    for (const line of box.querySelectorAll("[data-queue-says]")) line.hidden = !says[line.dataset.queueSays];
    if (blocked.length) box.querySelector("[data-queue-page]").href = blocked[0].page;
    if (trouble) write(box.querySelector("[data-queue-since]"), clock(trouble.since));
    alert.dataset.color = Object.values(says).some(Boolean) ? "warning" : "info";
    alert.hidden = !text && !Object.values(says).some(Boolean);
  };
  const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  document.addEventListener("queue:change", ({ detail }) => {
    clearTimeout(timer);
    const isQuick = detail.items.length && !detail.trouble && alert.hidden;
    timer = setTimeout(show, isQuick ? PATIENCE_MS : 0, detail);
  });
})();
