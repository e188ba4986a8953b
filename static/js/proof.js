// Does the work that a form asks for the address in it, while the rest is filled in.
//
// SubtleCrypto computes beside the page, and as fast as any other program. Browsers have
// it where the address of the page is https. Whatever goes wrong, the form is sent without
// a proof: the server takes those as well, but fewer of them.

const TYPING_PAUSE = 500;
const LONGEST_WAIT_A_PART = 5000; // Twenty times as long as on a modest phone.

const utf8 = new TextEncoder();

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function findWord(key, part, rounds, isWanted) {
  for (let word = 0; isWanted(); word += 1) {
    const salt = utf8.encode(`${part} ${word}`);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
    const [first] = new Uint8Array(await crypto.subtle.deriveBits(how, key, 8));
    if (first === 0) return word;
  }
  throw new Error("another address was typed");
}

async function prove({ challenge, parts, rounds }, address, isWanted, tell) {
  const secret = utf8.encode(`${challenge} ${address}`);
  const key = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"]);
  const words = [];
  for (let part = 0; part < Number(parts); part += 1) {
    words.push(await findWord(key, part, Number(rounds), isWanted));
    tell(words.length);
  }
  return [challenge, ...words].join(" ");
}

function attend(work) {
  const form = work.closest("form");
  const { email, proof } = form.elements;
  const [words, progress] = work.children;
  const isTyped = () => email.value && email.checkValidity();
  // A page that tells of mistakes brings the proof back that was sent.
  let job = proof.value ? { address: email.value, end: Promise.resolve() } : null;
  let isWaiting = false;

  function show(waits) {
    isWaiting = waits;
    words.textContent = waits ? work.dataset.words : "";
    progress.hidden = !waits;
  }

  function begin() {
    if (job?.address === email.value) return;
    const mine = { address: email.value };
    const isWanted = () => job === mine;
    job = mine;
    proof.value = "";
    progress.value = 0;
    show(false);
    mine.end = prove(work.dataset, mine.address, isWanted, (done) => (progress.value = done))
      .then((found) => isWanted() && (proof.value = found))
      .catch(() => {});
  }

  async function send(event) {
    if (!isTyped()) return; // The server says what is wrong.
    begin();
    if (proof.value) return;
    event.preventDefault();
    if (isWaiting) return;
    show(true);
    const mine = job;
    await Promise.race([mine.end, pause(LONGEST_WAIT_A_PART * progress.max)]);
    if (job !== mine) return; // Another address was typed meanwhile: they press again.
    isWaiting = false;
    form.submit();
  }

  let typing = 0;
  email.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => isTyped() && begin(), TYPING_PAUSE);
  });
  form.addEventListener("submit", send);
  // Also for who comes back to the page, where the browser has filled it in again.
  window.addEventListener("pageshow", () => {
    show(false);
    if (isTyped()) begin();
  });
}

document.querySelectorAll("[data-challenge]").forEach(attend);
