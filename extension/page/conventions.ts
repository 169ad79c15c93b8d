// What pages and people call sensitive: attributes of other recorders that page authors know, and names of fields.

import type { Sensitive } from '../../schema/messages';

/** Elements that their page keeps from recorders, whatever recorder it had in mind. */
export const MASKED = [
  '[data-private]:not([data-private=false i])',
  '.rr-block,.rr-mask,.rr-ignore',
  '.ph-no-capture',
  '[data-sentry-mask],[data-sentry-block],.sentry-mask,.sentry-block',
  '[data-openreplay-masked],[data-openreplay-obscured],[data-openreplay-hidden]',
  '[data-clarity-mask]:not([data-clarity-mask=false i])',
  '[data-dd-privacy=mask],[data-dd-privacy=hidden],.dd-privacy-mask,.dd-privacy-hidden',
  '.fs-mask,.fs-exclude',
  '[data-hj-suppress]',
].join();

/** Tokens of `autocomplete`. */
export const AUTOCOMPLETE: [RegExp, Sensitive][] = [
  [/\b(current|new)-password\b/, 'password'],
  [/\bone-time-code\b/, 'oneTimeCode'],
  [/\bcc-/, 'card'],
  [/\b(tel|bday|street-address|address-line\d)\b/, 'private'],
];

/** What a field's name, id or label says, with words in lower case and apart. */
export const HINTS: [RegExp, Sensitive][] = [
  [
    /\b(otp|totp|[2m]fa|two ?factor|one ?time|(verification|authenticat(ion|or)|auth|sms|login|digit) ?code|code (we|that) .*sent)\b/,
    'oneTimeCode',
  ],
  [
    /\b(card ?(number|num|no|nr)|(cc|card) ?(num|csc|cvc|cvv)\w*|cvc2?|cvv2?|csc|security ?code|kartennummer)\b/,
    'card',
  ],
  [/\b(pass ?(word|wd|phrase|code|wort)|pwd|pin|pin ?code|kennwort|senha|wachtwoord|mot de passe)\b/, 'password'],
  [/\b(api|access|secret|private|auth) ?(key|token)\b|\bclient ?secret\b|\bsecret ?value\b/, 'password'],
  [/password|contraseña|пароль|密码|パスワード/, 'password'],
  [/\b((tele)?phone|telefon|mobile (number|no))\b/, 'private'],
];

/** Editors that keep only a part of their text in the element that has the focus. */
export const VIRTUAL = '.monaco-editor,.cm-editor,.CodeMirror,.ace_editor,.xterm';

/** The cursors of others in an editor: of Yjs for CodeMirror, Monaco, ProseMirror and Quill, and of Tiptap. */
export const OTHERS =
  '.cm-ySelectionCaret,.yRemoteSelectionHead,.ProseMirror-yjs-cursor,.ql-cursor,[class*=collaboration-c]';

/** Buttons that show what they hold. */
export const SHOWS_VALUE = 'input:is([type=submit],[type=button],[type=reset])';

/** Where such editors draw their text: it is content of a field, never a name. */
export const SURFACE = '.view-lines,.xterm-screen,.xterm-accessibility,.cm-content,.CodeMirror-code,.ace_content';
