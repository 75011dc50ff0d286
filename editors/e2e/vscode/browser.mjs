// browser.mjs is the person in front of the workbench: a headless Chromium that obeys
// one JSON array on each line of standard input, and answers with one line.
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const patience = 60_000;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const page = await browser.newPage({ viewport: { width: 1000, height: 640 } });
page.setDefaultTimeout(patience);

const functions = {
  goto: (url) => page.goto(url, { waitUntil: 'domcontentloaded' }).then(() => page.waitForSelector('.monaco-workbench .part.editor')),
  press: (keys) => page.keyboard.press(keys),
  type: (text) => page.keyboard.type(text),
  // wait waits until something that can be seen holds a text, and returns all of its text.
  wait: async (selector, text) => {
    const found = page.locator(selector).filter({ hasText: text, visible: true }).first();
    await found.waitFor();
    return found.innerText();
  },
  // insist presses keys until something that can be seen holds a text: a key is lost where the
  // focus is still on its way, and a person presses it again.
  insist: async (keys, selector, text) => {
    const found = page.locator(selector).filter({ hasText: text, visible: true }).first();
    for (const end = Date.now() + patience; ; ) {
      await page.keyboard.press(keys);
      try {
        return await found.waitFor({ timeout: 5000 });
      } catch (e) {
        if (Date.now() > end) throw e;
      }
    }
  },
  gone: (selector) => page.locator(selector).filter({ visible: true }).first().waitFor({ state: 'hidden' }),
  // frame waits until a page within the page, such as a panel of an extension, holds a text.
  frame: async (text) => {
    const holds = async (frame) => {
      try {
        return frame !== page.mainFrame() && (await frame.locator('body').innerText({ timeout: 1000 })).includes(text);
      } catch {
        return false; // it was replaced meanwhile
      }
    };
    for (const end = Date.now() + patience; Date.now() < end; ) {
      if ((await Promise.all(page.frames().map(holds))).includes(true)) return;
    }
    throw new Error(`no frame holds ${text}`);
  },
  click: (selector, text) => page.locator(selector).filter({ hasText: text, visible: true }).first().click(),
  picture: async (file) => {
    await page.mouse.move(500, 2);
    await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...args] = JSON.parse(line);
  try {
    const value = await functions[name](...args);
    console.log(JSON.stringify({ value: typeof value === 'string' ? value : '' }));
  } catch (e) {
    console.log(JSON.stringify({ error: String(e.stack ?? e).slice(0, 2000) }));
  }
}
await browser.close();
