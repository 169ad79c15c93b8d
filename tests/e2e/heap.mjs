// How much memory is in use once the garbage is gone, in bytes: JavaScript's, and what lies behind its buffers.

/** Of a page, with the content scripts in it. */
export async function heapOf(page) {
  const session = await page.context().newCDPSession(page);
  try {
    return await used((method) => session.send(method));
  } finally {
    await session.detach();
  }
}

/** Of the extension's worker, with its WebAssembly. */
export async function heapOfWorker({ browser, id }) {
  const { targetInfos } = await browser.send('Target.getTargets');
  const { targetId } = targetInfos.find(({ type, url }) => type === 'service_worker' && url.includes(id));
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: false });
  let calls = 0;
  const send = (method) =>
    new Promise((done) => {
      const call = ++calls;
      const hear = ({ sessionId: from, message }) => {
        const { id: answered, result } = JSON.parse(message);
        if (from !== sessionId || answered !== call) return;
        browser.off('Target.receivedMessageFromTarget', hear);
        done(result);
      };
      browser.on('Target.receivedMessageFromTarget', hear);
      browser.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: call, method }) });
    });
  try {
    return await used(send);
  } finally {
    await browser.send('Target.detachFromTarget', { sessionId });
  }
}

async function used(send) {
  await send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await send('Runtime.getHeapUsage');
  return usedSize + backingStorageSize;
}
