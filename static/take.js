/* Puts what stands beside a text into it, and the cursor after it. Without scripts the button
   sends the form, which comes back with the same and saves nothing.

   <button type="submit" form="id of the form" name="take" data-take="id of what is taken"> */
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take]");
  const field = button?.form?.elements.text;
  if (!field) return;
  event.preventDefault();
  const taken = document.getElementById(button.dataset.take).textContent.trim();
  const text = field.value.trimEnd();
  field.value = text ? `${text}\n\n${taken}` : taken;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  field.scrollTop = field.scrollHeight;
});
