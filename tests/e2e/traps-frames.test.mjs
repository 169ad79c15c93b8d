// Traps 27 and 36 to 42: secrets in pictures.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { chance } from './harness.mjs';
import { ofKind } from './record.mjs';
import { rest, traps } from './traps.mjs';

/** A page that nobody allowed to be recorded, dyed all over, with a text on it. */
const strange = (text) => `<!doctype html><title>${text}</title>
  <body style="margin: 0; background: rgb(0, 200, 0); font: 30px sans-serif">${text}`;

/** Addresses of images: of one colour, and of a scanned page with a text on it. */
const image = (body) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg">${body}</svg>`)}`;
const plain = (colour) => image(`<rect width="100%" height="100%" fill="${colour}"/>`);
const paper = (text) =>
  image(`<rect width="100%" height="100%" fill="rgb(0,200,0)"/><text x="9" y="40">${text}</text>`);

traps(
  'no picture shows a secret',
  [
    {
      number: 27,
      says: 'pictures are taken while the page scrolls',
      page: `<style>#strip { height: 300px; overflow: hidden } #strip p { height: 60px; margin: 0 }</style>
        <p class="mark">Low water</p>
        <div id="strip">${'<p class="dye" data-private>tamarisk-hedge-four</p><p>Plain water</p>'.repeat(40)}</div>
        <button type="button" id="go">Roll</button><button type="button" id="other">Other oar</button>`,
      script: `
        const strip = document.getElementById('strip');
        let moving = false;
        const roll = () => { strip.scrollTop = (strip.scrollTop + 7) % 3000; if (moving) requestAnimationFrame(roll); };
        document.getElementById('go').addEventListener('click', () => { moving = !moving; roll(); });`,
      canaries: ['tamarisk-hedge-four'],
      controls: ['Other oar', 'Roll'],
      trace: 'picture',
      never: true,
      async act({ rig, page }) {
        await rig.click('#go');
        for (let n = 0; n < 4; n += 1) await rig.click('#other');
        await rest(rig);
        // By the wheel, with pictures asked for at each turn.
        await rig.click('#go');
        for (let n = 0; n < 6; n += 1) {
          await page.mouse.wheel(0, 90);
          await rig.click('#other');
        }
        await rest(rig);
      },
    },
    {
      number: 36,
      says: 'what was scrolled away comes into view, in a box of its own, turned, zoomed, stuck, and at twice the density',
      page: `<style>#strip { height: 70px; overflow: auto; border: 1px solid } .sky { height: 200px }
          .turned { transform: rotate(6deg) scale(1.2); width: 400px; margin: 30px } .zoomed { zoom: 1.7 }
          .stuck { position: sticky; top: 0 }</style>
        <div id="strip"><div class="sky">Above</div><p>Key <span class="dye">AKIAH3QTXW5RJNLK7MZV</span></p></div>
        <p class="turned">Mail <span class="dye">runa.oak@pebblewick.net</span></p>
        <p class="zoomed">Key <span class="dye">AKIAC6WTXQ4RNJLK2MZD</span></p>
        <div class="stuck">Mail <span class="dye">olaf.elm@pebblewick.net</span></div>`,
      canaries: ['AKIAH3QTXW5RJNLK7MZV', 'AKIAC6WTXQ4RNJLK2MZD', 'runa.oak@pebblewick.net', 'olaf.elm@pebblewick.net'],
      controls: ['That is all'],
      trace: 'picture',
      never: true,
      async act({ rig, page }) {
        await page.mouse.move(60, 50);
        await page.mouse.wheel(0, 400);
        await page.waitForFunction(() => document.getElementById('strip').scrollTop > 100);
        await rig.click('#done');
        await rest(rig);
        await zoom(rig, 2);
        await page.waitForFunction(() => devicePixelRatio === 2);
        await page.keyboard.press('Escape');
        await rest(rig);
        await zoom(rig, 1);
        await page.waitForFunction(() => devicePixelRatio === 1);
      },
      check({ records }) {
        assert.ok(ofKind(records, 'frame').some(({ dpr, redacted }) => dpr === 2 && redacted > 0));
      },
    },
    {
      number: 37,
      says: 'a secret runs over several elements, over two lines, and from right to left',
      page: `<p>Mail <span class="dye">tova<b>.li</b><i>nd@fog</i><u>quay.org</u></span> or ring</p>
        <p style="width: 150px; word-break: break-all">Key <span class="dye">ghp_Ks3Gt9EuAi7XoBTm6Yx2QbWz8KdRf4LcVnJp</span></p>
        <p dir="rtl">المفتاح <span class="dye">AKIAF5RTXQ7WNJLK4MZV</span> هنا</p>`,
      canaries: ['tova.lind@fogquay.org', 'ghp_Ks3Gt9EuAi7XoBTm6Yx2QbWz8KdRf4LcVnJp', 'AKIAF5RTXQ7WNJLK4MZV'],
      controls: ['That is all'],
      trace: 'picture',
      never: true,
      act: () => {},
    },
    {
      number: 38,
      says: 'frames of sites that are not allowed, also inside of others, and frames without an origin',
      page: ({ elsewhere }) => `<iframe src="${elsewhere.url}/strange" width="300" height="60"></iframe>
        <iframe src="/traps/38/inner" width="400" height="140"></iframe>
        <iframe sandbox srcdoc="<body style='background: rgb(0, 200, 0)'>crayons in a sandpit" width="300" height="60">
        </iframe>`,
      pages: {
        '/traps/38/inner': ({ elsewhere }) =>
          `<p>Inner bay</p><iframe src="${elsewhere.url}/strange" width="300" height="60"></iframe>`,
      },
      canaries: ['ledger of strangers', 'crayons in a sandpit'],
      controls: ['That is all'],
      trace: 'picture',
      never: true,
      elsewhere: { '/strange': strange('ledger of strangers') },
      act: ({ page }) => page.waitForFunction(() => frames.length === 3 && frames[1].frames.length === 1),
    },
    {
      number: 39,
      says: 'canvases, videos, images of documents, text in SVG, and what style sheets write',
      page: `<style>
          .said::before { content: "Mail vera.birch@sandhollow.org"; background: rgb(0, 200, 0) }
          .told::after { content: attr(data-told); background: rgb(0, 200, 0) }
          .paper { display: block; width: 300px; height: 80px; background: url('${paper('flint-barley-seven')}') }
        </style>
        <img class="mark" alt="" width="16" height="16" src="${plain('rgb(20, 80, 255)')}">
        <canvas width="300" height="60"></canvas> <video width="300" height="60" muted autoplay></video>
        <img alt="" width="300" height="80" src="${paper('flint-barley-eight')}"> <span class="paper"></span>
        <svg width="500" height="40">
          <text x="10" y="30" font-size="28" fill="rgb(0, 200, 0)">arne.beech@sandhollow.org</text></svg>
        <p class="said"></p><p class="told" data-told="Key AKIAD4VTXQ8RNJLK3MZW"></p>`,
      script: `
        const canvas = document.querySelector('canvas');
        const pen = canvas.getContext('2d');
        const draw = () => {
          pen.fillStyle = 'rgb(0, 200, 0)';
          pen.fillRect(0, 0, 300, 60);
          pen.fillStyle = 'black';
          pen.fillText('flint-barley-nine', 10, 30);
        };
        draw();
        const video = document.querySelector('video');
        video.srcObject = canvas.captureStream();
        video.addEventListener('playing', () => { document.body.dataset.playing = ''; });
        draw();`,
      canaries: [
        'vera.birch@sandhollow.org',
        'arne.beech@sandhollow.org',
        'AKIAD4VTXQ8RNJLK3MZW',
        'flint-barley-seven',
        'flint-barley-eight',
        'flint-barley-nine',
      ],
      controls: ['That is all'],
      trace: 'picture',
      never: true,
      act: ({ page }) => page.waitForSelector('[data-playing]'),
    },
    {
      number: 40,
      says: 'another extension draws a message and a saved password over the page',
      page: '<h1 data-overlay>Quay</h1>',
      canaries: ['isla.ferrow@kelpstone.net', 'mulberry-lighthouse-58'],
      controls: ['That is all'],
      trace: 'picture',
      never: true,
      act: () => {},
    },
    {
      number: 41,
      says: 'another tab comes to the front while a picture is asked for',
      page: '<h1>Lock gate</h1><button type="button" id="other">Sluice</button>',
      canaries: ['almanac by visitors'],
      controls: ['Sluice'],
      trace: /Sluice/,
      unseen: true,
      never: true,
      elsewhere: { '/strange': strange('almanac by visitors') },
      async act({ rig, page }) {
        const strange = await openBeside(rig);
        for (let n = 0; n < 10; n += 1) {
          await page.bringToFront();
          await rig.click('#other');
          for (let wait = chance(60); wait > 0; wait -= 1) await rig.status();
          await strange.bringToFront();
        }
        await page.bringToFront();
        await strange.close();
        await rest(rig);
      },
    },
    {
      number: 42,
      says: 'a tab of a site that is not allowed, or a private window, is in front of an allowed one that goes on',
      page: '<h1>Ferry</h1><p id="tick">0</p><button type="button" id="other">Rope</button>',
      script: `
        let ticking;
        document.getElementById('other').addEventListener('click', () => {
          ticking = ticking ? clearInterval(ticking) : setInterval(() => document.getElementById('tick').append(' 1'), 40);
        });`,
      canaries: ['gazette from abroad'],
      controls: ['Rope'],
      trace: /Rope/,
      unseen: true,
      never: true,
      elsewhere: { '/strange': strange('gazette from abroad') },
      async act({ rig, page }) {
        await rig.click('#other');
        const strange = await openBeside(rig);
        await strange.bringToFront();
        await rest(rig);
        await page.bringToFront();
        await strange.close();
        const { browserContextId } = await rig.browser.send('Target.createBrowserContext');
        const url = `${rig.elsewhere.url}/strange`;
        const { targetId } = await rig.browser.send('Target.createTarget', { url, browserContextId, newWindow: true });
        await rig.browser.send('Target.activateTarget', { targetId });
        await rest(rig);
        await rig.click('#other');
        await rest(rig);
        await rig.browser.send('Target.disposeBrowserContext', { browserContextId });
        await page.bringToFront();
      },
    },
  ],
  { others: [join(import.meta.dirname, '../pages/overlay')] },
);

/** Opens a page of a site that is not allowed in a tab of the same window. */
async function openBeside({ page, elsewhere }) {
  const opened = page.context().waitForEvent('page');
  await page.evaluate((url) => void open(url), `${elsewhere.url}/strange`);
  const strange = await opened;
  await strange.waitForFunction(() => document.readyState === 'complete' && location.pathname === '/strange');
  return strange;
}

/** Zooms the page in a tab, as its person would. */
function zoom({ page, control }, factor) {
  const zoomTo = async ([url, to]) => {
    const tabs = await chrome.tabs.query({});
    await chrome.tabs.setZoom(tabs.find((tab) => tab.url === url).id, to);
  };
  return control.evaluate(zoomTo, [page.url(), factor]);
}
