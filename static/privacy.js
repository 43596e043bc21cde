/* Masks what is selected in a text: it goes into the text's field of words, with a comma.
   Without scripts the words are typed. */
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mask]");
  if (!button) return;
  const passage = button.closest(".passage");
  const selection = getSelection();
  const words = selection.toString().trim().replaceAll(",", " ");
  if (!words || !passage.contains(selection.anchorNode)) return;
  const field = passage.querySelector("[name=words]");
  field.value = [field.value, words].filter(Boolean).join(", ");
  field.focus();
});

const uncover = (within) => {
  for (const button of within.querySelectorAll("[data-mask]")) button.hidden = false;
};
document.addEventListener("DOMContentLoaded", () => uncover(document));
document.addEventListener("htmx:load", (event) => uncover(event.detail.elt));
