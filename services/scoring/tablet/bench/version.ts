/** Which build of the app this is: the name its script was built under. */
const script = document.querySelector<HTMLScriptElement>("script[type=module][src]")?.src ?? "";

export const appVersion = /index-([\w-]+)\.js/.exec(script)?.[1] ?? "development";
