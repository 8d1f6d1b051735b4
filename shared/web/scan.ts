/** A form with `data-scan` is filled and sent by a code the camera reads, where the browser can read codes. */
export {};
interface Found {
  readonly rawValue: string;
}
interface Detector {
  detect(source: HTMLVideoElement): Promise<Found[]>;
}
type DetectorKind = new (options: { formats: string[] }) => Detector;

const EVERY = 200;
const PAUSE = 2500;

function detectorKind(): DetectorKind | undefined {
  return (globalThis as { BarcodeDetector?: DetectorKind }).BarcodeDetector;
}

async function watch(form: HTMLFormElement, view: HTMLVideoElement, detector: Detector): Promise<void> {
  const input = form.querySelector<HTMLInputElement>("input[name=code]");
  let last = "";
  while (view.srcObject && input) {
    const found = await detector.detect(view).catch(() => []);
    const code = found[0]?.rawValue ?? "";
    if (code && code !== last) {
      input.value = code;
      form.requestSubmit();
    }
    last = code;
    await new Promise((resolve) => setTimeout(resolve, code ? PAUSE : EVERY));
  }
}

async function start(form: HTMLFormElement, view: HTMLVideoElement, kind: DetectorKind): Promise<void> {
  view.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  view.hidden = false;
  await view.play();
  await watch(form, view, new kind({ formats: ["qr_code"] }));
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-scan]")) {
  const button = form.querySelector<HTMLButtonElement>("[data-scan-start]");
  const view = form.querySelector<HTMLVideoElement>("[data-scan-view]");
  const kind = detectorKind();
  if (!button || !view || !kind || !navigator.mediaDevices) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.hidden = true;
    start(form, view, kind).catch(() => (button.hidden = false));
  });
}
