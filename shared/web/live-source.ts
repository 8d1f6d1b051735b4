/**
 * A stream of live parts that outlives what the browser's own gives up on: a restarted service, a sleeping phone.
 * Hidden pages let go of their stream, for a browser opens only six connections to a plain-HTTP origin.
 */
const PATIENCE_MS = 20_000;
const SAY_LOST_AFTER_MS = 4_000;

export class LiveSource extends EventTarget {
  readyState: number = EventSource.CONNECTING;
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  private source: EventSource | null = null;
  private readonly names = new Set<string>();
  private timer = 0;
  private saying = 0;

  constructor(private readonly url: string) {
    super();
    document.addEventListener("visibilitychange", this.watch);
    addEventListener("pagehide", this.rest);
    addEventListener("pageshow", this.wake);
    this.wake();
  }

  override addEventListener(name: string, listener: EventListenerOrEventListenerObject | null): void {
    super.addEventListener(name, listener);
    if (this.names.has(name)) return;
    this.names.add(name);
    this.source?.addEventListener(name, this.pass);
  }

  close(): void {
    this.rest();
    this.readyState = EventSource.CLOSED;
    document.removeEventListener("visibilitychange", this.watch);
    removeEventListener("pagehide", this.rest);
    removeEventListener("pageshow", this.wake);
    this.say(true);
  }

  private readonly pass = (event: Event): void => {
    const { type, data, lastEventId } = event as MessageEvent<string>;
    this.dispatchEvent(new MessageEvent(type, { data, lastEventId }));
  };

  private readonly watch = (): void => {
    clearTimeout(this.timer);
    if (document.hidden) this.timer = window.setTimeout(this.rest, PATIENCE_MS);
    else this.wake();
  };

  private readonly rest = (): void => {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  };

  private readonly wake = (): void => {
    if (this.readyState === EventSource.CLOSED || this.source) return;
    this.readyState = EventSource.CONNECTING;
    const source = new EventSource(this.url);
    this.source = source;
    for (const name of this.names) source.addEventListener(name, this.pass);
    source.onopen = (event) => {
      this.readyState = EventSource.OPEN;
      this.say(true);
      this.onopen?.(event);
    };
    source.onerror = (event) => this.lost(source, event);
  };

  /** The browser tries again by itself after a break, but not after an answer it did not expect. */
  private lost(source: EventSource, event: Event): void {
    this.readyState = EventSource.CONNECTING;
    this.say(false);
    this.onerror?.(event);
    if (source.readyState !== EventSource.CLOSED || this.source !== source) return;
    this.source = null;
    this.timer = window.setTimeout(this.wake, 1000 + Math.random() * 3000);
  }

  private say(connected: boolean): void {
    const place = document.getElementById("connection");
    if (!place) return;
    clearTimeout(this.saying);
    if (connected) place.hidden = true;
    else this.saying = window.setTimeout(() => (place.hidden = document.hidden), SAY_LOST_AFTER_MS);
    place.textContent = place.dataset.away ?? "";
  }
}
