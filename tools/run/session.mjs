// A scripted session in the sample workspace, at the pace of a person, through the browser's own input pipeline.

/** Works in the workspace at `url` for about a minute. */
export async function playSession(page, url) {
  const { click, type, press } = hands(page);
  await page.goto(`${url}/workspace?owner=ada.lovelace@example.com`);
  await page.waitForSelector('[data-ready]');

  await click('.view-lines');
  await press('Control+End');
  await type('export const gross = (net: number) => net * 1.9');
  await press('Backspace');
  await type('19;');
  await click('[data-testid=run]');

  await click('.xterm');
  await type('npm test\n');
  await type('sudo npm publish\n');
  await type('correct-horse-battery\n');

  await click('#notes');
  await type('Rounding looks rihgt');
  for (let n = 0; n < 3; n += 1) await press('Backspace');
  await type('ght. Ask grace.hopper@example.com about VAT.');

  await click('text="config.env"');
  await click('#name');
  await type('spring-tide');
  await click('#password');
  await type('correct-horse-battery');
  await click('#toggle');
  await click('#code');
  await type('482913');
  await click('#deploy button[type=submit]');

  await click('text="History"');
  await click('text="Guide"');
  await page.waitForSelector('h1');
  await click('text="Back to the workspace"');
  await page.waitForSelector('[data-ready]');
}

/** A mouse that travels and keys that take their time. The rhythm is the same every time. */
function hands(page) {
  let beat = 0;
  const pace = (least, most) => least + ((beat++ * 37) % (most - least));

  async function click(selector) {
    const box = await page.locator(selector).first().boundingBox();
    const at = { x: box.x + Math.min(box.width / 2, 200), y: box.y + Math.min(box.height / 2, 60) };
    await page.mouse.move(at.x, at.y, { steps: pace(8, 20) });
    await page.waitForTimeout(pace(150, 400));
    await page.mouse.down();
    await page.waitForTimeout(pace(50, 110));
    await page.mouse.up();
    await page.waitForTimeout(pace(600, 1100));
  }

  async function press(keys) {
    await page.keyboard.press(keys, { delay: pace(30, 60) });
    await page.waitForTimeout(pace(90, 260));
  }

  async function type(text) {
    for (const char of text) {
      await page.keyboard.press(char === '\n' ? 'Enter' : char === ' ' ? 'Space' : char);
      await page.waitForTimeout(pace(35, 130));
    }
    await page.waitForTimeout(pace(300, 700));
  }

  return { click, type, press };
}
