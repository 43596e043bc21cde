/* Keeps what was typed in a form marked data-draft-key until it is safely sent.

   <form data-draft-key="incident-{{ user.pk }}"> … </form>
   The texts stay on this device, for a day; a field with data-private is never kept. They are offered again, never put in unasked.
   They are forgotten when the form is sent and the answer is a page without it (and not
   the login page: then the session was lost and the text was not), or says that it is saved
   and has the form anew, for another. */
"use strict";

(() => {
  const PREFIX = "draft:";
  const LIVES_MS = 24 * 60 * 60 * 1000;
  const LEFT_OUT = ["csrfmiddlewaretoken"];

  // A browser that forbids storage gets a page without drafts.
  const store = {
    read(key) {
      try {
        const draft = JSON.parse(localStorage.getItem(PREFIX + key));
        return draft && Date.now() - draft.at < LIVES_MS ? draft : null;
      } catch {
        return null;
      }
    },
    write(key, draft) {
      try {
        localStorage.setItem(PREFIX + key, JSON.stringify(draft));
      } catch {
        return;
      }
    },
    forget(key) {
      try {
        localStorage.removeItem(PREFIX + key);
      } catch {
        return;
      }
    },
  };

  const fields = (form) =>
    [...form.elements].filter(
      (field) =>
        field.name && !("private" in field.dataset) && !LEFT_OUT.includes(field.name) && !["file", "password", "submit", "hidden"].includes(field.type),
    );
  const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
  const read = (form) =>
    fields(form)
      .filter((field) => (isChoice(field) ? field.checked : field.value))
      .map((field) => [field.name, field.value]);
  const fill = (form, pairs) => {
    for (const field of fields(form)) {
      const mine = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (isChoice(field)) field.checked = mine.includes(field.value);
      else if (mine.length) field.value = mine[0];
    }
  };

  const offer = (form, draft) => {
    const box = form.querySelector("[data-draft-offer]");
    if (!box) return;
    box.hidden = false;
    box.querySelector("[data-draft-use]").addEventListener("click", () => {
      fill(form, draft.pairs);
      box.hidden = true;
      fields(form)[0]?.focus();
    });
    box.querySelector("[data-draft-drop]").addEventListener("click", () => {
      store.forget(form.dataset.draftKey);
      box.hidden = true;
    });
  };

  const keep = (form) => {
    const key = form.dataset.draftKey;
    const fresh = JSON.stringify(read(form));
    const draft = store.read(key);
    if (draft && JSON.stringify(draft.pairs) !== fresh) offer(form, draft);
    const save = () => store.write(key, { at: Date.now(), pairs: read(form) });
    form.addEventListener("input", save);
    // Sent: forgotten when the answer is a page without the form, or says that it is saved.
    form.addEventListener("submit", () => {
      save();
      sessionStorage.setItem("draft-sent", key);
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    const forms = [...document.querySelectorAll("form[data-draft-key]")];
    const sent = sessionStorage.getItem("draft-sent");
    const isLoginPage = document.querySelector("form[data-login]");
    if (sent && !isLoginPage) {
      sessionStorage.removeItem("draft-sent");
      const isSaved = document.querySelector("#messages [data-color=success]");
      if (isSaved || !forms.some((form) => form.dataset.draftKey === sent)) store.forget(sent);
    }
    forms.forEach(keep);
  });
})();
