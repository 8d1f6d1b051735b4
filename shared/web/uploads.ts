/** A form with `data-upload` sends its files in parts: with progress, and going on where a break stopped it. */
export {};
interface Begun {
  readonly id: string;
  readonly part_size: number;
  readonly parts: number;
  readonly received: readonly number[];
}
interface Refusal {
  readonly sentence?: string;
}
const TRIES = 5;
const PAUSE = 1500;

class Refused extends Error {}

async function ask(address: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(address, { ...init, headers: { ...init.headers, Accept: "application/json" } });
  if (answer.ok) return answer;
  const told = (await answer.json().catch(() => ({}))) as Refusal;
  if (answer.status < 500 && told.sentence) throw new Refused(told.sentence);
  throw new Error(String(answer.status));
}

function json(body: unknown): RequestInit {
  return { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
}

/** RFC 9530, so that a part damaged on its way is not taken; only where the browser can hash. */
async function digest(part: Blob): Promise<Record<string, string>> {
  if (!globalThis.crypto?.subtle) return {};
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await part.arrayBuffer()));
  return { "Content-Digest": `sha-256=:${btoa(String.fromCharCode(...hash))}:` };
}

async function sendPart(address: string, part: Blob): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      const headers = { "Content-Type": "application/octet-stream", ...(await digest(part)) };
      await ask(address, { method: "PUT", body: part, headers });
      return;
    } catch (error) {
      if (error instanceof Refused || tried === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE * tried));
    }
  }
}

async function send(form: HTMLFormElement, file: File, stage: string, told: (share: number) => void): Promise<void> {
  const answer = await ask(form.action, json({ name: file.name.slice(-200), size: file.size, stage }));
  const begun = (await answer.json()) as Begun;
  const there = new Set(begun.received);
  for (let number = 0; number < begun.parts; number++) {
    told(number / begun.parts);
    if (there.has(number) && number > 0) continue;
    const begin = number * begun.part_size;
    await sendPart(`/scoring/materials/${begun.id}/parts/${number}`, file.slice(begin, begin + begun.part_size));
  }
  told(1);
  await ask(`/scoring/materials/${begun.id}/complete`, json({}));
}

function refuse(form: HTMLFormElement, sentence: string): void {
  const place = form.querySelector<HTMLElement>(".refusal");
  if (!place) return;
  const line = document.createElement("p");
  line.className = "notice bad";
  line.textContent = sentence;
  place.replaceChildren(line);
  place.focus();
}

async function handIn(form: HTMLFormElement): Promise<void> {
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  const bar = form.querySelector("progress");
  const state = form.querySelector<HTMLElement>("[data-state]");
  const stage = String(new FormData(form).get("stage") ?? "");
  const files = [...(input?.files ?? [])];
  form.querySelector(".refusal")?.replaceChildren();
  if (bar) bar.hidden = false;
  if (state) state.hidden = false;
  for (const file of files) {
    await send(form, file, stage, (share) => {
      if (bar) bar.value = share;
      if (!state) return;
      const doing = share < 1 ? form.dataset.sending : form.dataset.checking;
      state.textContent = `${doing} ${file.name} ${Math.floor(share * 100)} %`;
    });
  }
  location.reload();
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-upload]")) {
  const button = form.querySelector("button");
  form.querySelector("[data-plain]")?.remove();
  form.querySelector("input[type=file]")?.setAttribute("multiple", "");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button) button.disabled = true;
    handIn(form)
      .catch((error: unknown) => refuse(form, error instanceof Refused ? error.message : (form.dataset.away ?? "")))
      .finally(() => {
        if (button) button.disabled = false;
      });
  });
}
