// Shows a question only while it is asked. Without this script all of them are shown,
// each with a line that says when to answer it; the server decides in any case.

const dependants = [...document.querySelectorAll("[data-shown-if]")];

function answersTo(name) {
  const controls = [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  return controls
    .filter((control) => !control.closest("[hidden]"))
    .filter((control) => !["radio", "checkbox"].includes(control.type) || control.checked)
    .map((control) => control.value);
}

function update() {
  for (const dependant of dependants) {
    const wanted = dependant.dataset.values.split(" ");
    const isAsked = answersTo(dependant.dataset.shownIf).some((value) => wanted.includes(value));
    dependant.hidden = !isAsked;
  }
}

document.addEventListener("change", update);
update();
