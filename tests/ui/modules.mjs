// Modules of the pages that touch no page, by themselves.
import { build } from 'esbuild';
import { messages } from './pages.mjs';

/** The module `file` of the extension, with the texts of a language. */
export async function load(file, language = 'en') {
  const texts = await messages(language);
  const getMessage = (key, values = []) => texts[key].replace(/\$(\d)/g, (_, place) => values[place - 1]);
  globalThis.chrome = { i18n: { getMessage } };
  const options = { entryPoints: [`extension/${file}`], bundle: true, format: 'esm', write: false };
  const [{ text }] = (await build(options)).outputFiles;
  return import(`data:text/javascript,${encodeURIComponent(text)}`);
}
