// `node tools/types.mjs DIR`: writes DIR/messages.d.ts, the TypeScript types of DIR/messages.schema.json.
import { writeFile } from 'node:fs/promises';
import { compileFromFile } from 'json-schema-to-typescript';

const dir = process.argv[2];
if (!dir) {
  console.error('usage: node tools/types.mjs DIR');
  process.exit(2);
}
const types = await compileFromFile(`${dir}/messages.schema.json`, {
  additionalProperties: false,
  bannerComment: '// Generated from the Rust types in src/message/ by `./build.sh generate`.',
  style: { singleQuote: true },
});
await writeFile(`${dir}/messages.d.ts`, types);
