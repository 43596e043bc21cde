/* How much of a walk is shown at a time, the steps through it, and how far one has come.

   The mode is remembered on the device; the address says where one is, so that the browser's
   back button goes back. */
"use strict";

(() => {
  if (!window.walk) return;
  const MODE = "walk-mode";
  const { box, articles } = walk;
  const sections = [...box.querySelectorAll("[data-section]")];
  const modes = document.getElementById("modes");
  const end = document.getElementById("submit");

  const mode = () => modes.querySelector(":checked").value;
  const stops = () => [...(mode() === "section" ? sections : articles), end];

  // Where one is

  let here = null;
  const sectionOf = (stop) => stop.closest("[data-section]");
  const stopOf = (element) => {
    if (!element) return null;
    if (end.contains(element)) return end;
    if (mode() === "section") return sectionOf(element);
    return element.closest("article.question") ?? element.querySelector?.("article.question");
  };
  const addressed = () => stopOf(location.hash && document.getElementById(location.hash.slice(1)));
  const firstLeft = () => stopOf(articles.find((article) => !walk.isAnswered(article)) ?? articles[0]) ?? end;

  const show = (stop) => {
    here = stop;
    const isAll = mode() === "everything";
    for (const section of sections) section.hidden = !isAll && section !== sectionOf(stop);
    for (const article of articles) article.hidden = mode() === "question" && article !== stop;
    end.hidden = !isAll && stop !== end;
    const place = stops().indexOf(stop);
    box.querySelector("[data-step='-1']").disabled = place === 0;
    box.querySelector("[data-step='1']").disabled = stop === end;
  };
  const moveFocus = (stop) => {
    const heading = stop.querySelector("h2, h3");
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
    stop.scrollIntoView({ block: "start" });
  };
  const go = (stop) => {
    show(stop);
    moveFocus(stop);
  };

  const step = (by) => {
    const stop = stops()[stops().indexOf(here) + by];
    if (!stop) return;
    // Where all is shown, each step is no page of its own to go back to.
    if (mode() !== "everything") {
      history.replaceState(null, "", `#${here.id}`);
      history.pushState(null, "", `#${stop.id}`);
    } else history.replaceState(null, "", `#${stop.id}`);
    go(stop);
  };

  for (const button of box.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => step(Number(button.dataset.step)));
  }
  window.addEventListener("popstate", () => {
    const stop = addressed();
    if (stop) go(stop);
  });
  // In a field and among choices the arrows have their own meaning.
  document.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const isTaken = event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, textarea, select");
    if (by && !isTaken && mode() !== "everything") step(by);
  });
  // In the page that shows everything one is where one works.
  box.addEventListener("focusin", ({ target }) => {
    if (mode() === "everything" && target.closest("article.question")) show(stopOf(target));
  });

  const remembered = () => {
    try {
      return localStorage.getItem(MODE);
    } catch {
      return null;
    }
  };
  modes.hidden = false;
  modes.addEventListener("change", () => {
    try {
      localStorage.setItem(MODE, mode());
    } catch {
      // Not remembered, then.
    }
    show(stopOf(here === end ? end : here.matches("article") ? here : here.querySelector("article")) ?? firstLeft());
  });

  // How far one has come

  const write = (element, text) => {
    if (element && element.textContent !== text) element.textContent = text;
  };
  const count = (name, all) => {
    const done = all.filter(walk.isAnswered).length;
    const text = box.dataset.countText.replace("{done}", done).replace("{all}", all.length);
    write(box.querySelector(`[data-count="${name}"]`), text);
    return done;
  };
  const list = (name, left) => {
    const part = document.querySelector(`#left [data-left=${name}]`);
    part.hidden = !left.length;
    const key = left.map((article) => article.id).join();
    if (part.dataset.shown === key) return;
    part.dataset.shown = key;
    part.querySelector("ul").replaceChildren(
      ...left.map((article) => {
        const line = document.getElementById("left-line").content.firstElementChild.cloneNode(true);
        const link = line.querySelector("a");
        link.href = `#${article.id}`;
        link.textContent = walk.titleOf(article);
        return line;
      }),
    );
  };
  const countAll = () => {
    for (const section of sections) count(section.dataset.section, articles.filter((article) => section.contains(article)));
    document.getElementById("answered").value = count("all", articles);
    const unanswered = articles.filter((article) => !walk.isAnswered(article));
    document.querySelector("#left [data-left=nothing]").hidden = unanswered.length > 0;
    list("unanswered", unanswered);
    list("unassessed", articles.filter(walk.isUnassessed));
  };
  document.addEventListener("walk:change", countAll);

  document.addEventListener("DOMContentLoaded", () => {
    const wanted = modes.querySelector(`[value="${remembered()}"]`);
    if (wanted) wanted.checked = true;
    const stop = addressed();
    if (stop) go(stop);
    else show(firstLeft());
  });
})();
