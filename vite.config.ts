/** One build: the script and style of the pages, and the tablet's app. `--mode` says which half. */
import vue from "@vitejs/plugin-vue";
import { defineConfig, type Plugin, type UserConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

/** htmx can run text as code; our pages' content policy forbids it, and without it the script packs smaller. */
const withoutEval: Plugin = {
  name: "without-eval",
  transform: (code, id) => (id.includes("htmx.esm") ? code.replace("return eval(str)", "return undefined") : null),
};

const page: UserConfig = {
  base: "/static/",
  publicDir: false,
  plugins: [withoutEval],
  build: {
    outDir: "build/web/static",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: ["chrome87", "safari14", "firefox91"],
    cssTarget: ["chrome87", "safari14", "firefox91"],
    modulePreload: false,
    rollupOptions: {
      input: { page: "shared/web/page.ts" },
      output: { entryFileNames: "[name].[hash].js", chunkFileNames: "part.[name].[hash].js", assetFileNames: "[name].[hash][extname]" },
    },
  },
};

const tablet: UserConfig = {
  root: "services/scoring/tablet",
  base: "/scoring/tablet/",
  build: { outDir: "../../../build/web/tablet", emptyOutDir: true, target: ["chrome87", "safari14", "firefox91"] },
  plugins: [
    vue(),
    VitePWA({
      registerType: "prompt",
      injectRegister: false,
      manifest: {
        id: "/scoring/tablet/",
        name: "赛事平板 Saishi Tablet",
        short_name: "赛事平板",
        lang: "zh-Hans",
        start_url: "/scoring/tablet/",
        scope: "/scoring/tablet/",
        display: "fullscreen",
        display_override: ["fullscreen", "standalone"],
        orientation: "any",
        background_color: "#0e1411",
        theme_color: "#0a5c44",
        icons: [
          { src: "icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
          { src: "icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "icon-maskable.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
      workbox: {
        globPatterns: ["**/*.{js,css,html,svg,png,webmanifest}"],
        navigateFallback: "/scoring/tablet/index.html",
        navigateFallbackAllowlist: [/^\/scoring\/tablet\//],
        cleanupOutdatedCaches: true,
      },
    }),
  ],
};

export default defineConfig(({ mode }) => (mode === "tablet" ? tablet : page));
