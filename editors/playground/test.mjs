// test.mjs opens the playground in a real browser, and uses it as a person does: CHROMIUM names
// the browser, PICTURES a folder for what there was to see. It needs npm run build before.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { once } from 'node:events';
import { test } from 'node:test';
import { chromium } from 'playwright-core';

const patience = 180_000; // a busy machine compiles the server slowly
const pictures = process.env.PICTURES;

test('the playground', { timeout: 5 * patience }, async (t) => {
  const server = spawn(process.execPath, ['serve.mjs', '0'], { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => server.kill());
  const [address] = await once(server.stdout, 'data');
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1100, height: 720 }, locale: 'en-US' });
  page.setDefaultTimeout(patience);
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  const picture = async (name) => { if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`), animations: 'disabled', caret: 'hide' }); };
  const holds = (selector, text) => page.locator(selector).filter({ hasText: text, visible: true }).first().waitFor();
  // The lines are in the page in the order in which they were drawn first, not in that of the text.
  const text = () => page.locator('.view-line').evaluateAll((lines) => lines.sort((a, b) => parseInt(a.style.top) - parseInt(b.style.top))
    .map((line) => line.textContent.replaceAll('\u00a0', ' ')).join('\n'));
  const word = (name) => page.locator('.view-line span').filter({ hasText: name }).last();

  await page.goto(String(address).trim());
  await holds('#state', 'ready');
  console.log(`# the server was ${await page.locator('#state').innerText()}`);

  await holds('#problems li', 'autoscaling/v2alpha1');
  await page.locator('.squiggly-error').first().waitFor({ state: 'attached' });
  await picture('problems');

  await word('HorizontalPodAutoscaler').hover();
  await holds('.monaco-hover', 'Raises and lowers the replica count of a workload');
  await picture('hover-en');
  await page.mouse.move(5, 5);
  await page.selectOption('#language', 'ja');
  await holds('#problems li', '削除された');
  await holds('#state', '準備完了');
  await word('HorizontalPodAutoscaler').hover();
  await holds('.monaco-hover', 'レプリカ数');
  await picture('hover-ja');
  await page.mouse.move(5, 5);
  await page.selectOption('#language', 'en');
  await page.selectOption('#example', 'deployment');

  await holds('#problems li', 'replicas');
  await page.locator('#problems li').filter({ hasText: 'replicas' }).first().click();
  await page.keyboard.press('Control+.');
  await holds('.action-widget .monaco-list-row', 'replicas');
  await picture('fix');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('.view-lines').innerText.replaceAll('\u00a0', ' ').includes('replicas: 3'));
  await page.locator('#problems li').filter({ hasText: 'did you mean replicas' }).first().waitFor({ state: 'detached' });

  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('strat');
  await page.keyboard.press('Control+Space');
  await holds('.suggest-widget.visible .monaco-list-row.focused', 'strategy');
  await picture('completion');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('.view-lines').innerText.includes('strategy:'));
  assert.match(await text(), /\n {2}replicas: 3\n {2}strategy:/);
  assert.deepEqual(wrong, [], 'errors of the page');
});
