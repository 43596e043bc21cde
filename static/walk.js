/* A round that is walked on a telephone: each tap and each text goes into the queue at once.

   The page is templates/riskassessment/walk.html; what is sent, and when, is static/queue.js.
   This file carries what is said from the forms to the queue and what the program and other
   telephones answer back to the forms. walk-photos.js, walk-steps.js and walk-copy.js do the
   rest; they listen to "walk:change" on the document. */
"use strict";

window.walk = (() => {
  const box = document.getElementById("walk");
  if (!box || !window.queue) return null;
  const PAUSE_MS = 700;
  const TOGETHER_MS = 50;
  const articles = [...box.querySelectorAll("article.question")];
  const about = { round: box.dataset.round, standing: box.dataset.standing };
  const texts = document.getElementById("walk-texts").dataset;
  // By question, what waits of it: the page shows it on top of what the program said last.
  let waiting = {};
  const timers = new Map();
  // What of each question has been noted, so that the same is not queued twice.
  const noted = new Map();
  // How much of it is on its way into the queue.
  const adding = new Map();

  const plain = (text) => String(text ?? "").replaceAll("\r\n", "\n").trim();
  const articleOf = (question) => document.getElementById(`question-${question}`);
  const titleOf = (article) => article.querySelector("h3").textContent.trim();
  // What changes at the same time is counted once.
  let changing = null;
  const changed = () => {
    changing ??= setTimeout(() => {
      changing = null;
      document.dispatchEvent(new CustomEvent("walk:change"));
    }, TOGETHER_MS);
  };

  // The answer as it stands in the form

  const controls = (article) => [...article.querySelectorAll(".answer-form .choices [name=value]")];
  const isChoice = (control) => ["radio", "checkbox"].includes(control.type);
  const commentOf = (article) => article.querySelector(".answer-form [name=comment]");
  const valueOf = (article) => {
    const chosen = controls(article).find((control) => isChoice(control) && control.checked);
    return chosen?.value ?? controls(article).find((control) => !isChoice(control))?.value ?? "";
  };
  const setValue = (article, value) => {
    for (const control of controls(article))
      if (isChoice(control)) control.checked = control.value === value;
      else if (value !== "not_applicable") control.value = value;
  };
  const inWords = (article, value) => {
    const choice = controls(article).find((control) => isChoice(control) && control.value === value);
    return choice?.closest("label").querySelector(".option-text").firstChild.textContent.trim() ?? value;
  };
  const said = (article) => ({ value: valueOf(article), comment: commentOf(article).value });

  // As riskassessment/models/answers.py has it; here so that it is known without network.
  const showsRisk = ({ dataset: { riskWhen, riskLimit } }, value) => {
    if (["yes", "no"].includes(riskWhen)) return value === riskWhen;
    const number = Number(value.replace(/\s/g, "").replace(",", "."));
    if (value.trim() === "" || Number.isNaN(number)) return false;
    return riskWhen === "at_most" ? number <= Number(riskLimit) : riskWhen === "at_least" && number >= Number(riskLimit);
  };

  // The risk

  const riskForm = (article) => article.querySelector("form.risk-form");
  const riskControls = (article) => [...riskForm(article).elements].filter((control) => control.name && control.type !== "hidden");
  const fillRisk = (article, fields) => {
    for (const control of riskControls(article)) {
      const text = String(fields[control.name] ?? "");
      if (isChoice(control)) control.checked = control.value === text;
      else control.value = text;
    }
  };
  const riskOf = (article) => {
    const data = new FormData(riskForm(article));
    const fields = Object.fromEntries(riskControls(article).map(({ name }) => [name, data.get(name) ?? ""]));
    return { ...fields, version: article.dataset.riskVersion };
  };
  const prepareRisk = (article) => {
    const form = riskForm(article);
    if (!form.elements.description) form.append(document.getElementById("risk-fields").content.cloneNode(true));
    for (const name of ["description", "likelihood", "consequence"])
      for (const control of form.querySelectorAll(`[name=${name}]`)) control.required = true;
  };
  const openFinding = (article) => {
    const isRisk = showsRisk(article, valueOf(article));
    article.querySelector(".finding").hidden = !isRisk;
    if (!isRisk) return;
    prepareRisk(article);
    article.querySelector("details.comment").open = true;
  };
  const writeRisk = (article, risk) => {
    if (!risk) return;
    const finding = article.querySelector(".finding");
    for (const line of finding.querySelectorAll(":scope > p:not(.missing)")) line.remove();
    const line = document.getElementById("risk-line").content.firstElementChild.cloneNode(true);
    line.querySelector("[data-description]").textContent = risk.description;
    const tag = line.querySelector(".ds-tag");
    tag.textContent = risk.level;
    tag.dataset.color = risk.tone;
    finding.prepend(line);
  };

  // From the forms to the queue

  const item = (article, kind, words) => ({
    ...about,
    kind,
    words,
    question: article.dataset.question,
    label: titleOf(article),
    url: article.dataset[{ answer: "answerUrl", risk: "riskUrl", photo: "photoUrl" }[kind]],
    page: location.pathname,
  });

  const keepAnswer = async (article) => {
    clearTimeout(timers.get(article));
    timers.delete(article);
    const now = said(article);
    const before = noted.get(article);
    const names = Object.keys(now).filter((name) => plain(now[name]) !== plain(before[name]));
    openFinding(article);
    if (!names.length) return;
    noted.set(article, now);
    adding.set(article, (adding.get(article) ?? 0) + 1);
    changed();
    const of = (from) => Object.fromEntries(names.map((name) => [name, from[name]]));
    const words = [inWords(article, now.value), now.comment].filter(Boolean).join(". ");
    const added = queue.add({ ...item(article, "answer", words), fields: of(now), was: () => of(article.dataset) });
    await added.finally(() => adding.set(article, adding.get(article) - 1));
  };

  const keepRisk = async (article, state) => {
    clearTimeout(timers.get(riskForm(article)));
    timers.delete(riskForm(article));
    const fields = riskOf(article);
    await queue.add({ ...item(article, "risk", fields.description), fields, state });
  };

  const soon = (key, work) => {
    clearTimeout(timers.get(key));
    timers.set(key, setTimeout(work, PAUSE_MS));
  };
  const keepAll = () =>
    Promise.all(
      articles.flatMap((article) => [
        timers.has(article) && keepAnswer(article),
        timers.has(riskForm(article)) && keepRisk(article, "draft"),
      ]),
    );

  // A number or text and "not applicable" put out each other.
  const chooseOne = (article, control) => {
    const others = controls(article).filter((other) => other !== control && other.type !== control.type);
    if (control.type === "radio" || !others.length) return;
    for (const other of others)
      if (isChoice(other)) other.checked = false;
      else if (control.checked) other.value = "";
  };

  box.addEventListener("input", ({ target }) => {
    const article = target.closest("article.question");
    if (target.closest(".risk-form")) soon(riskForm(article), () => keepRisk(article, "draft"));
    if (!target.closest(".answer-form")) return;
    if (target.name === "value") chooseOne(article, target);
    soon(article, () => keepAnswer(article));
  });
  // A choice that is made, or a text that is left.
  box.addEventListener("change", ({ target }) => {
    if (target.closest(".answer-form")) keepAnswer(target.closest("article.question"));
  });
  box.addEventListener("submit", (event) => {
    const article = event.target.closest("article.question");
    if (event.target.matches(".answer-form")) {
      event.preventDefault();
      keepAnswer(article);
    }
    if (!event.target.matches(".risk-form")) return;
    event.preventDefault();
    if (event.target.reportValidity()) keepRisk(article, "waiting");
  });
  document.addEventListener("visibilitychange", () => document.hidden && keepAll());
  window.addEventListener("pagehide", keepAll);

  // From the program to the forms

  const of = (question, kind) => (waiting[question] ?? []).filter((each) => each.kind === kind);
  const isTyping = (article) => article.contains(document.activeElement) && document.activeElement.matches("textarea, [type=text]");
  const isOpen = (article, kind) => {
    const key = kind === "risk" ? riskForm(article) : article;
    return timers.has(key) || adding.get(key) > 0 || isTyping(article) || of(article.dataset.question, kind).length > 0;
  };
  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  // Shows how the question stands, but not over what somebody is about to say here.
  const apply = (article, stands) => {
    if (!isOpen(article, "answer")) {
      Object.assign(article.dataset, { value: stands.value, comment: stands.comment });
      setValue(article, stands.value);
      commentOf(article).value = stands.comment;
      noted.set(article, { value: stands.value, comment: stands.comment });
    }
    openFinding(article);
    if (stands.risk && !isOpen(article, "risk")) {
      article.dataset.riskVersion = stands.risk.version;
      prepareRisk(article);
      // Nothing said of serious means: as the level has it.
      fillRisk(article, stands.risk.follows_level ? { ...stands.risk, is_serious: "" } : stands.risk);
      writeRisk(article, stands.risk);
    }
    write(article.querySelector(".saved"), stands.saved);
    document.dispatchEvent(new CustomEvent("walk:stands", { detail: { article, stands } }));
  };

  document.addEventListener("queue:answered", async ({ detail }) => {
    const article = detail.item.round === about.round && articleOf(detail.item.question);
    if (!article || !("saved" in detail.result) || detail.result.kind) return;
    // At once: what is said next is said of this.
    for (const name of ["value", "comment"]) if (name in detail.item.fields) article.dataset[name] = detail.result[name];
    gather(await queue.items());
    apply(article, detail.result);
    changed();
  });
  document.addEventListener("queue:standing", async ({ detail }) => {
    if (detail.round !== about.round) return;
    gather(await queue.items());
    for (const [question, stands] of Object.entries(detail.standing.answers)) {
      const article = articleOf(question);
      if (article) apply(article, stands);
    }
    changed();
  });

  // What waits, on top

  const gather = (items) => {
    waiting = {};
    for (const each of items.filter(({ round }) => round === about.round)) (waiting[each.question] ??= []).push(each);
  };
  const layOver = (article) => {
    for (const { fields } of of(article.dataset.question, "answer")) {
      if ("value" in fields) setValue(article, fields.value);
      if ("comment" in fields) commentOf(article).value = fields.comment;
    }
    noted.set(article, said(article));
    openFinding(article);
    for (const { fields } of of(article.dataset.question, "risk")) {
      prepareRisk(article);
      fillRisk(article, fields);
    }
  };

  const isRefused = (each) => each.state === "refused" && each.theirs?.errors;
  const showErrors = (article) => {
    const errors = (waiting[article.dataset.question] ?? []).filter(isRefused).flatMap((each) => Object.values(each.theirs.errors).flat());
    let line = article.querySelector(".device-error");
    if (!line && errors.length) {
      line = document.getElementById("error-line").content.firstElementChild.cloneNode(true);
      article.querySelector(".saved").after(line);
    }
    if (line) write(line, errors.join(" "));
  };

  const saidBy = (article, kind, stands) => {
    if (kind === "answer") return [inWords(article, stands.value ?? article.dataset.value), stands.comment];
    const risk = stands.risk ?? stands;
    const label = (name) => riskForm(article).querySelector(`[name=${name}][value="${risk[name]}"]`)?.closest("label").textContent.trim();
    return [risk.description, label("likelihood"), label("consequence")];
  };
  const conflictOf = (article, each) => {
    const part = document.createElement("div");
    part.append(document.getElementById("conflict-box").content.cloneNode(true));
    const inText = (stands) => saidBy(article, each.kind, stands).filter(Boolean).join(". ");
    part.querySelector("[data-by]").textContent = each.theirs.saved;
    part.querySelector("[data-theirs]").textContent = inText(each.theirs);
    part.querySelector("[data-yours]").textContent = inText(each.fields);
    part.querySelector("[data-keep=yours]").addEventListener("click", () => queue.keepMine(each.id));
    part.querySelector("[data-keep=theirs]").addEventListener("click", async () => {
      await queue.drop(each.id);
      gather(await queue.items());
      document.activeElement?.blur();
      apply(article, each.theirs);
      changed();
    });
    return part;
  };
  const showConflicts = (article) => {
    const place = article.querySelector(".conflict");
    const conflicts = (waiting[article.dataset.question] ?? []).filter((each) => each.state === "conflict");
    const key = JSON.stringify(conflicts.map(({ id, fields, theirs }) => [id, fields, theirs]));
    if (place.dataset.shown === key) return;
    place.dataset.shown = key;
    place.replaceChildren(...conflicts.map((each) => conflictOf(article, each)));
    place.hidden = !conflicts.length;
  };

  const marked = new Set();
  const showWaiting = ({ items, trouble }) => {
    gather(items);
    for (const article of articles) {
      // What had something to show is to be cleared of it.
      if (!waiting[article.dataset.question] && !marked.delete(article)) continue;
      if (waiting[article.dataset.question]) marked.add(article);
      showErrors(article);
      showConflicts(article);
      const isWaiting = ["answer", "risk"].some((kind) => of(article.dataset.question, kind).some((each) => each.state === "waiting"));
      if (isWaiting && trouble) write(article.querySelector(".saved"), texts.waits);
    }
    changed();
  };
  document.addEventListener("queue:change", ({ detail }) => showWaiting(detail));

  document.addEventListener("DOMContentLoaded", async () => {
    for (const article of articles) {
      setValue(article, article.dataset.value);
      commentOf(article).value = article.dataset.comment;
      noted.set(article, { ...article.dataset });
    }
    gather(await queue.items());
    articles.forEach(layOver);
    changed();
  });

  const isAnswered = (article) => valueOf(article).trim() !== "";
  const isUnassessed = (article) =>
    showsRisk(article, valueOf(article)) &&
    !article.dataset.riskVersion &&
    !of(article.dataset.question, "risk").some((each) => each.state === "waiting");

  return { box, articles, about, texts, item, of, titleOf, isAnswered, isUnassessed, keepAll };
})();
