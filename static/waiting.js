/* Says on every page what waits on this device, and why it is not sent: templates/ui/waiting.html.

   Where a page has a place of its own for the count, <output id="waiting">, it stands there too. */
"use strict";

(() => {
  const box = document.getElementById("queue");
  if (!box) return;
  const alert = box.querySelector("[data-queue-alert]");
  const count = box.querySelector("[data-queue-count]");
  const stuck = box.querySelector("[data-queue-stuck]");
  const template = box.querySelector("template");
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
      [of("answer") + of("removal"), count.dataset.answers],
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
    count.hidden = !text || Boolean(output);
    if (output) {
      write(output, text);
      output.hidden = !text;
    }
    const says = {
      offline: trouble?.kind === "offline",
      server: trouble?.kind === "server",
      login: trouble?.kind === "login" && waiting.length > 0,
      other: trouble?.kind === "other",
      decide: blocked.some((item) => item.page !== location.pathname),
      unsafe: !kept.isSafe() && !kept.isFull(),
      full: kept.isFull(),
    };
    for (const line of box.querySelectorAll("[data-queue-says]")) line.hidden = !says[line.dataset.queueSays];
    if (blocked.length) box.querySelector("[data-queue-page]").href = blocked[0].page;
    if (trouble) write(box.querySelector("[data-queue-since]"), clock(trouble.since));
    alert.dataset.color = Object.values(says).some(Boolean) ? "warning" : "info";
    showStuck(blocked);
    alert.hidden = count.hidden && !Object.values(says).some(Boolean);
  };

  // What the program has said no to, with its text, so that nothing is lost in silence. What
  // can be put right at its question stands there, on the page where it is walked.
  const isAtQuestion = (item) =>
    document.getElementById(`question-${item.question}`) && (item.state === "conflict" || item.theirs?.errors);
  const showStuck = (blocked) => {
    const items = blocked.filter((item) => !isAtQuestion(item));
    const key = items.map((item) => item.key).join();
    if (stuck.dataset.shown === key) return;
    stuck.dataset.shown = key;
    stuck.replaceChildren(...items.map(lineOf));
    stuck.parentElement.hidden = !items.length;
  };
  const lineOf = (item) => {
    const line = template.content.firstElementChild.cloneNode(true);
    const errors = Object.values(item.theirs?.errors ?? {}).flat();
    line.querySelector("[data-label]").textContent = item.label;
    line.querySelector("[data-text]").textContent = item.words ?? "";
    line.querySelector("[data-why]").textContent = item.theirs?.message ?? (errors.join(" ") || template.dataset.refused);
    line.querySelector("[data-again]").addEventListener("click", () => queue.again(item.id));
    line.querySelector("[data-drop]").addEventListener("click", () => {
      if (confirm(template.dataset.sure)) queue.drop(item.id);
    });
    return line;
  };
  const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  document.addEventListener("queue:change", ({ detail }) => {
    clearTimeout(timer);
    const isQuick = detail.items.every((item) => !BLOCKED.includes(item.state)) && detail.items.length && !detail.trouble && alert.hidden;
    timer = setTimeout(show, isQuick ? PATIENCE_MS : 0, detail);
  });
})();
