// Generated from the Rust types in src/message/ by `./build.sh generate`.

/**
 * A request of an extension page. Each is answered with a [`Status`].
 */
export type FromPage =
  | {
      kind: 'status';
      /**
       * The browser's id of the tab in question; none for a page of our own.
       */
      tab?: number | null;
    }
  | {
      kind: 'terms';
    }
  | {
      /**
       * Which.
       */
      accept: boolean;
      kind: 'consent';
      /**
       * The policy whose [`Terms`] were shown. Another one is not accepted.
       */
      policy?: string | null;
    }
  | {
      kind: 'switch';
      /**
       * On or off.
       */
      on: boolean;
    }
  | {
      kind: 'pause';
      /**
       * At most 1440.
       */
      minutes: number;
    }
  | {
      kind: 'deleteHeld';
    }
  | {
      kind: 'deleteLast';
      /**
       * At most 1440.
       */
      minutes: number;
    }
  | {
      kind: 'held';
    }
  | {
      kind: 'open';
      /**
       * The part's name.
       */
      part: string;
    }
  | {
      /**
       * The image's name, as a record of the kind `frame` has it.
       */
      image: string;
      kind: 'image';
      /**
       * The part's name.
       */
      part: string;
    }
  | {
      kind: 'deleteRecords';
      /**
       * The part's name.
       */
      part: string;
      /**
       * Of each what [`super::Review::numbers`] has; none for all of them. Of a batch all are deleted.
       */
      records: number[];
    }
  | {
      /**
       * What it is about, in their own words; at most 500 characters are taken, none for no note.
       */
      goal: string;
      kind: 'taskStart';
    }
  | {
      kind: 'taskEnd';
      /**
       * How it went, likewise.
       */
      outcome: string;
    }
  | {
      kind: 'sendNow';
    }
  | {
      kind: 'noted';
    }
  | {
      kind: 'ledger';
    }
  | {
      /**
       * Ids of the batches; none for everything that this browser has ever sent, what is not in the ledger included.
       */
      batches: string[];
      kind: 'eraseSent';
    }
  | {
      kind: 'limits';
    }
  | {
      kind: 'setLimits';
      /**
       * All of them.
       */
      limits: Limits;
    }
  | {
      kind: 'recovery';
    }
  | {
      kind: 'never';
    }
  | {
      kind: 'neverAdd';
      /**
       * 2 to 100 characters.
       */
      word: string;
    }
  | {
      kind: 'neverRemove';
      /**
       * As it stands on the list.
       */
      word: string;
    };
/**
 * A message of a probe, sent through its document's port.
 */
export type FromProbe =
  | {
      /**
       * The fields that unacknowledged or coming observations refer to, described again.
       */
      fields: FieldDescription[];
      /**
       * Path of frame indices from the top frame.
       */
      frame: number[];
      kind: 'hello';
      /**
       * The document's name, the same for the document's whole life.
       */
      nonce: DocNonce;
      /**
       * `document.title` now.
       */
      title: string;
      /**
       * `location.href` now.
       */
      url: string;
      /**
       * Whether the document is visible.
       */
      visible: boolean;
    }
  | {
      kind: 'observed';
      /**
       * The observations.
       */
      observations: Observation[];
    }
  | {
      /**
       * The document's epoch.
       */
      epoch: number;
      kind: 'stirred';
    }
  | {
      /**
       * The document's epoch.
       */
      epoch: number;
      kind: 'settled';
      /**
       * Number of the last observation made.
       */
      n: number;
    }
  | {
      kind: 'runs';
      /**
       * The text runs, in the order of the page.
       */
      runs: TextRun[];
      /**
       * The ticket.
       */
      ticket: number;
    }
  | {
      /**
       * Where the child frames are.
       */
      children: ChildFrame[];
      /**
       * The document's epoch.
       */
      epoch: number;
      /**
       * Path of frame indices from the top frame as it is now: frames come and go.
       */
      frame: number[];
      kind: 'ready';
      /**
       * Boxes of everything sensitive, in CSS pixels of the document's viewport.
       */
      rects: Rect[];
      /**
       * Boxes of the surfaces, where nothing else may be seen; none where everything may.
       */
      surfaces?: Rect[] | null;
      /**
       * The ticket.
       */
      ticket: number;
      /**
       * The viewport.
       */
      view: View;
    }
  | {
      /**
       * Boxes of what changed.
       */
      changed: Rect[];
      /**
       * The document's epoch.
       */
      epoch: number;
      kind: 'closed';
      /**
       * Scrolled, resized, hidden, or changed in more than a quarter: the picture is of no use.
       */
      moved: boolean;
      /**
       * Boxes of everything sensitive now.
       */
      rects: Rect[];
      /**
       * The ticket.
       */
      ticket: number;
    }
  | {
      /**
       * Whether there was more.
       */
      cut: boolean;
      /**
       * The document's epoch.
       */
      epoch: number;
      kind: 'aria';
      /**
       * When it was done, as in `Observation`.
       */
      t: WallMillis;
      /**
       * Lines as in `Kind::Aria`, but what is in quotes has no escapes and is longer: it ends at the last quote of its
       * line.
       */
      tree: string;
    }
  | {
      kind: 'bye';
    };
/**
 * How an element takes text.
 */
export type Editable = 'input' | 'contenteditable' | 'editcontext' | 'terminal' | 'canvas';
/**
 * Why an element is sensitive.
 */
export type Sensitive = 'password' | 'oneTimeCode' | 'card' | 'private';
/**
 * A family of selectors, in the order in which Playwright prefers them.
 */
export type Family = 'testId' | 'role' | 'label' | 'placeholder' | 'text' | 'css' | 'xpath';
export type DocNonce = string;
/**
 * What a probe can see.
 */
export type Seen =
  | {
      /**
       * How.
       */
      how: Navigation;
      kind: 'navigate';
      /**
       * `document.title`.
       */
      title: string;
      /**
       * `location.href`.
       */
      url: string;
    }
  | {
      /**
       * As in `MouseEvent`.
       */
      button: number;
      /**
       * `MouseEvent.detail`, at least 1.
       */
      count: number;
      /**
       * From the element's corner.
       */
      inTarget: Point;
      kind: 'click';
      /**
       * Keys held.
       */
      modifiers: Modifiers;
      /**
       * In the frame's viewport.
       */
      point: Point;
      /**
       * The element.
       */
      target: Target;
    }
  | {
      /**
       * As in `MouseEvent`.
       */
      button: number;
      /**
       * What the page made of it.
       */
      how: DragKind;
      kind: 'drag';
      /**
       * Keys held.
       */
      modifiers: Modifiers;
      /**
       * Where it ended, if that is another element.
       */
      onto?: Target | null;
      /**
       * In the frame's viewport.
       */
      path: Point[];
      /**
       * Where it began.
       */
      target: Target;
    }
  | {
      /**
       * As in `WheelEvent`.
       */
      deltaMode: number;
      /**
       * As in `WheelEvent`, summed up.
       */
      deltaX: number;
      /**
       * As in `WheelEvent`, summed up.
       */
      deltaY: number;
      kind: 'scroll';
      /**
       * Where the pointer was.
       */
      point: Point;
      /**
       * What was scrolled.
       */
      target: Target;
      /**
       * Scroll offset of what was scrolled.
       */
      to?: Point | null;
    }
  | {
      /**
       * Where it begins in a field that was read as a whole.
       */
      at?: number | null;
      kind: 'select';
      /**
       * Length in UTF-16 code units.
       */
      length: number;
      /**
       * The field, or the element that holds all of it.
       */
      target: Target;
    }
  | {
      /**
       * Whether the browser filled it in.
       */
      autofilled: boolean;
      kind: 'change';
      /**
       * The control.
       */
      target: Target;
      /**
       * See `Kind::Change`.
       */
      value: string;
    }
  | {
      /**
       * Whether a key moved it; otherwise the page did.
       */
      byKey: boolean;
      kind: 'focus';
      /**
       * To this element.
       */
      target: Target;
    }
  | {
      /**
       * `devicePixelRatio`.
       */
      dpr: number;
      /**
       * `innerHeight`.
       */
      height: number;
      kind: 'resize';
      /**
       * `innerWidth`.
       */
      width: number;
    }
  | {
      /**
       * It asked whether the page may be left: whether the person left it. None for a dialog that the page opened
       * (`alert`, `confirm`, `prompt`): the browser does not tell which, or what was answered.
       */
      accepted?: boolean | null;
      kind: 'dialog';
    }
  | {
      /**
       * The description.
       */
      field: FieldDescription;
      kind: 'field';
    }
  | {
      /**
       * `KeyboardEvent.code`.
       */
      code: string;
      /**
       * The field, or none when no editable element had the focus.
       */
      field?: number | null;
      /**
       * `KeyboardEvent.key`.
       */
      key: string;
      kind: 'key';
      /**
       * Keys held.
       */
      modifiers: Modifiers;
      /**
       * Whether the key was held down.
       */
      repeat: boolean;
      /**
       * Where no field had the focus: the element that had it.
       */
      target?: Target | null;
    }
  | {
      /**
       * Whether an input method is composing.
       */
      composing: boolean;
      /**
       * The field.
       */
      field: number;
      kind: 'text';
      /**
       * The text.
       */
      text: FieldText;
    }
  | {
      /**
       * The field.
       */
      field: number;
      kind: 'secret';
    }
  | {
      /**
       * The field, or none.
       */
      field?: number | null;
      kind: 'clipboard';
      /**
       * Length.
       */
      length: number;
      /**
       * Which.
       */
      what: ClipboardChange;
    }
  | {
      /**
       * The field.
       */
      field: number;
      kind: 'blur';
    }
  | {
      /**
       * How many.
       */
      count: number;
      kind: 'lost';
    };
/**
 * How an address came about.
 */
export type Navigation = 'load' | 'push' | 'replace' | 'pop' | 'hash' | 'restore' | 'resume';
/**
 * What a page makes of a drag.
 */
export type DragKind = 'pointer' | 'drop' | 'selection';
/**
 * What happened to the clipboard.
 */
export type ClipboardChange = 'cut' | 'copy' | 'paste';
/**
 * Milliseconds since the Unix epoch by the browser's clock. Never leaves the machine.
 */
export type WallMillis = number;
/**
 * Where a run of text stands.
 */
export type RunPlace = 'code' | 'terminal' | 'field';
/**
 * What was deleted without the person having asked for it.
 */
export type Deletion = 'narrowed' | 'withdrawn';
/**
 * What became of a batch that was sent.
 */
export type SentState = 'stored' | 'erasing' | 'erased' | 'missing';
/**
 * See [`Fault`].
 */
export type FaultKind =
  | 'locked'
  | 'storage'
  | 'unread'
  | 'lost'
  | 'cut'
  | 'receipt'
  | 'token'
  | 'refused'
  | 'silent'
  | 'answers'
  | 'erasedElsewhere'
  | 'elsewhere'
  | 'word';
/**
 * Why a word is not put on the person's list.
 */
export type NeverProblem = 'tooShort' | 'tooLong' | 'full';
/**
 * What is wrong with a key of the policy. Its text (`wrong_…`) goes on after the key's name, and says what would be right.
 */
export type Wrong =
  | 'notJson'
  | 'wantsObject'
  | 'wantsList'
  | 'wantsText'
  | 'wantsFlag'
  | 'wantsNumber'
  | 'wantsWord'
  | 'wantsPolicyOrRules'
  | 'unknown'
  | 'unknownMeant'
  | 'empty'
  | 'missingEndpoint'
  | 'missingRegion'
  | 'missingSites'
  | 'missingMatch'
  | 'missingId'
  | 'missingPublic'
  | 'missingController'
  | 'missingContact'
  | 'missingLegalBasis'
  | 'missingRecipients'
  | 'missingRetention'
  | 'missingRights'
  | 'noRegion'
  | 'noRegionUk'
  | 'noRegionGroup'
  | 'noToken'
  | 'noKeyId'
  | 'keyIdTwice'
  | 'noKey'
  | 'exampleKey'
  | 'noSelector'
  | 'noPreset'
  | 'patternForm'
  | 'patternScheme'
  | 'patternHost'
  | 'patternPort'
  | 'patternPath'
  | 'endpointAddress'
  | 'endpointInsecure'
  | 'endpointCredentials'
  | 'endpointPath'
  | 'manyRules'
  | 'manyLiterals'
  | 'manyPatterns'
  | 'characters'
  | 'bytes'
  | 'mostBytes'
  | 'ruleNone'
  | 'ruleSeveral'
  | 'leastAboveMost'
  | 'regexNone'
  | 'regexEmpty'
  | 'patternsMissing'
  | 'patternsNotLoaded';
/**
 * Why nothing of what is held is sent, in the order in which they are looked at: the first that applies is told.
 */
export type Stays =
  'trouble' | 'clock' | 'policy' | 'unsealed' | 'exempt' | 'noConsent' | 'off' | 'paused' | 'halted' | 'metered';
/**
 * Whether a tab is recorded.
 */
export type TabState =
  | {
      state: 'recording';
    }
  | {
      /**
       * Why.
       */
      reason: Reason;
      state: 'not';
    };
/**
 * Why nothing is recorded, in the order in which they are looked at: the first that applies is shown.
 */
export type Reason =
  | 'noPolicy'
  | 'invalidPolicy'
  | 'unknownRegion'
  | 'unsealed'
  | 'exemptRegion'
  | 'exemptPlace'
  | 'exemptZone'
  | 'noConsent'
  | 'declined'
  | 'widened'
  | 'off'
  | 'paused'
  | 'outsideHours'
  | 'halted'
  | 'budgetSpent'
  | 'trouble'
  | 'clock'
  | 'incognito'
  | 'blockedSite'
  | 'notAllowedSite'
  | 'sensitivePage'
  | 'leftOut'
  | 'notReached';
/**
 * Which pictures are taken, from the narrowest.
 */
export type Frames = 'off' | 'surface' | 'full';
/**
 * A message to the probe of one document.
 */
export type ToProbe =
  | {
      /**
       * Whether clicks are recorded here.
       */
      clicks: boolean;
      /**
       * Whether keys and text are recorded here.
       */
      keys: boolean;
      kind: 'observe';
      /**
       * CSS selectors of what the policy wants masked.
       */
      maskSelectors: string[];
      /**
       * CSS selectors of all that pictures and snapshots may show; none when they may show the page.
       */
      surfaceSelectors?: string[] | null;
      /**
       * Whether canvases may be shown.
       */
      trustCanvas: boolean;
      /**
       * Whether what is typed in a terminal without readable rows may be recorded.
       */
      trustTerminal: boolean;
      /**
       * Everything up to this number is stored already.
       */
      upto: number;
    }
  | {
      kind: 'detach';
    }
  | {
      kind: 'ack';
      /**
       * The number.
       */
      upto: number;
    }
  | {
      kind: 'look';
    }
  | {
      kind: 'open';
      /**
       * The ticket.
       */
      ticket: number;
    }
  | {
      kind: 'spans';
      /**
       * The parts.
       */
      spans: Span[];
      /**
       * The ticket.
       */
      ticket: number;
    }
  | {
      kind: 'close';
      /**
       * The ticket.
       */
      ticket: number;
    };

export interface Messages {
  from_page: FromPage;
  from_probe: FromProbe;
  status: Status;
  to_probe: ToProbe;
}
/**
 * What a person wants less of.
 */
export interface Limits {
  /**
   * Nothing is sent but when the person says so.
   */
  byHand: boolean;
  /**
   * The person is where nothing is to be recorded.
   */
  exempt: boolean;
  /**
   * Minutes for which everything is held, when that is longer than the policy's hold; at most 43200.
   */
  holdMinutes: number;
  /**
   * When something is recorded; none for always.
   */
  hours?: Hours | null;
  /**
   * No pictures, and no accessibility snapshots.
   */
  noFrames: boolean;
  /**
   * No keys and no text.
   */
  noKeys: boolean;
  /**
   * Sites that are left out: hosts, or match patterns; at most 100.
   */
  sites: string[];
}
/**
 * A part of the week, by the machine's own time.
 */
export interface Hours {
  /**
   * The days on which it begins: 0 is Monday, 6 Sunday.
   */
  days: number[];
  /**
   * Minute of the day at which it begins, 0 to 1439.
   */
  from: number;
  /**
   * Minute at which it ends, 1 to 1440; before or at `from` it is one of the next day.
   */
  until: number;
}
/**
 * A field, by its number in the document.
 */
export interface FieldDescription {
  /**
   * Its `autocomplete` tokens (HTML, section 4.10.18.7); nothing when it has none.
   */
  autocomplete?: string;
  /**
   * How it takes text.
   */
  editable: Editable;
  /**
   * Running number in the document, from 1.
   */
  id: number;
  /**
   * Set when the field is sensitive; sticky.
   */
  sensitive?: Sensitive | null;
  /**
   * Whether Enter leaves the field (`<input>`) instead of starting a new line.
   */
  singleLine: boolean;
  /**
   * The element.
   */
  target: Target;
}
/**
 * An element, described before the page reacted. `T` is the type of text: [`crate::raw::Raw`] on the way in,
 * [`crate::raw::Scrubbed`] in the spool, `String` for a reader.
 */
export interface Target {
  /**
   * How the element takes text, if it does.
   */
  editable?: Editable | null;
  /**
   * Which family names the element best, and how many elements it matched.
   */
  primary: Primary;
  /**
   * The element's box in CSS pixels of its frame's viewport.
   */
  rect: Rect;
  /**
   * The element's `ref` in the accessibility snapshots of its document: of the nearest element around it that is in them.
   * Absent where none are taken, or none was before it was described.
   */
  ref?: string | null;
  /**
   * ARIA role, explicit or implied by the tag.
   */
  role?: string | null;
  /**
   * Every family that has something to say.
   */
  selectors: Selectors;
  /**
   * Set when the element is sensitive: then nothing of its text, name or value is here.
   */
  sensitive?: Sensitive | null;
  /**
   * CSS selectors of the shadow hosts around the element, outermost first. Selectors count inside the innermost.
   */
  shadow: string[];
  /**
   * Lower-case tag name.
   */
  tag: string;
}
/**
 * The selector to try first.
 */
export interface Primary {
  /**
   * Its family.
   */
  family: Family;
  /**
   * How many elements it matched when the action happened; absent when that was not checked.
   */
  matches?: number | null;
}
/**
 * A box in CSS pixels.
 */
export interface Rect {
  /**
   * Height.
   */
  height: number;
  /**
   * Width.
   */
  width: number;
  /**
   * Left edge.
   */
  x: number;
  /**
   * Upper edge.
   */
  y: number;
}
/**
 * One selector of each family.
 */
export interface Selectors {
  /**
   * CSS: attributes of an allow-list and positions, no generated class names or ids.
   */
  css: string;
  /**
   * Text of the element's label.
   */
  label?: string | null;
  /**
   * Accessible name; counts together with `role` of the target.
   */
  name?: string | null;
  /**
   * Placeholder.
   */
  placeholder?: string | null;
  /**
   * Value of `data-testid`, `data-test-id` or `data-test`.
   */
  testId?: string | null;
  /**
   * Own text, white space folded, at most 80 characters.
   */
  text?: string | null;
  /**
   * XPath by tag names and positions.
   */
  xpath: string;
}
/**
 * Something a probe saw.
 */
export interface Observation {
  /**
   * The document's epoch before the event.
   */
  epoch: number;
  /**
   * Running number in the document, from 1, without holes.
   */
  n: number;
  /**
   * What.
   */
  seen: Seen;
  /**
   * When, by `Date.now()`: whole milliseconds since 1970.
   */
  t: WallMillis;
}
/**
 * A point in CSS pixels.
 */
export interface Point {
  /**
   * From the left.
   */
  x: number;
  /**
   * From the top.
   */
  y: number;
}
/**
 * Modifier keys.
 */
export interface Modifiers {
  /**
   * Alt or Option.
   */
  alt?: boolean;
  /**
   * AltGr: writes characters, and is no shortcut though `ctrl` and `alt` may be set with it.
   */
  altGraph?: boolean;
  /**
   * Control.
   */
  ctrl?: boolean;
  /**
   * Command or Windows.
   */
  meta?: boolean;
  /**
   * Shift.
   */
  shift?: boolean;
}
/**
 * The text of a field, or a part of it around the caret.
 */
export interface FieldText {
  /**
   * End of the selection.
   */
  end: number;
  /**
   * Whether somebody else is writing in it, as their cursor shows: then not all that appears was done here.
   */
  shared: boolean;
  /**
   * Start of the selection in `text`, in UTF-16 code units.
   */
  start: number;
  /**
   * The text. Lines are separated by `\n`.
   */
  text: string;
  /**
   * Whether `text` is the whole field. `false` for an EditContext, which shows the line (or lines) of the caret.
   */
  whole: boolean;
}
/**
 * A run of visible text, to be judged by the scrubber: a block over all its inline elements, a line of preserved white
 * space, or what a field shows.
 */
export interface TextRun {
  /**
   * The field's `autocomplete`.
   */
  autocomplete?: string | null;
  /**
   * Where its first characters are drawn.
   */
  first?: Rect | null;
  /**
   * Number in the ticket.
   */
  id: number;
  /**
   * What names the field that it is the value of.
   */
  label?: string | null;
  /**
   * Where its last characters are drawn.
   */
  last?: Rect | null;
  /**
   * For a line: of what. 0 is the page, everything else an editor or a terminal.
   */
  lines?: number | null;
  /**
   * Where it stands, unless it is text of the page.
   */
  place?: RunPlace | null;
  /**
   * The text.
   */
  text: string;
}
/**
 * A child frame's place.
 */
export interface ChildFrame {
  /**
   * Index among the document's frames (`window[index]`).
   */
  index: number;
  /**
   * Content box in the document's viewport.
   */
  rect: Rect;
  /**
   * Whether the frame is a part of a surface.
   */
  surface: boolean;
  /**
   * Whether the box is transformed (rotated, scaled), so that the child's rectangles can't be mapped into it.
   */
  transformed: boolean;
}
/**
 * A document's viewport.
 */
export interface View {
  /**
   * `devicePixelRatio`.
   */
  dpr: number;
  /**
   * What can be seen of `innerHeight`.
   */
  height: number;
  /**
   * Where in the viewport that rectangles are told in the part that can be seen begins: 0 unless the page is pinched.
   */
  left?: number;
  /**
   * `visualViewport.pageLeft`, which is `scrollX` unless the page is pinched.
   */
  scrollX: number;
  /**
   * `visualViewport.pageTop`.
   */
  scrollY: number;
  /**
   * The same, downwards.
   */
  top?: number;
  /**
   * What can be seen of `innerWidth`, in CSS pixels: less of it when the page is pinched.
   */
  width: number;
}
/**
 * Everything the popup shows.
 */
export interface Status {
  /**
   * Whether actions wait for their pictures, or for storage.
   */
  busy: boolean;
  /**
   * The answer to the first-run question; none before it was given.
   */
  consent?: boolean | null;
  /**
   * What was deleted meanwhile, until the person has read it.
   */
  deletion?: Deletion | null;
  /**
   * Where it is sent to: origin of the endpoint.
   */
  endpoint?: string | null;
  /**
   * Why the server has stopped recording, in its operator's words; none while it has not.
   */
  halted?: string | null;
  /**
   * Bytes held on this machine.
   */
  heldBytes: number;
  /**
   * Frames held on this machine.
   */
  heldFrames: number;
  /**
   * Minutes for which everything is held before it is sent, by the policy and by the person's own limits; none when that
   * is until the person sends it.
   */
  heldMinutes?: number | null;
  /**
   * Records held on this machine.
   */
  heldRecords: number;
  /**
   * Minutes for which the policy has everything held.
   */
  holdMinutes: number;
  /**
   * What was sent, in answers to messages about it; none when it can't be read.
   */
  ledger?: Ledger | null;
  /**
   * The person's own limits, in answers to messages about them.
   */
  limits?: Limits | null;
  /**
   * The person's own list, in answers to messages about it.
   */
  never?: NeverList | null;
  /**
   * The switch.
   */
  on: boolean;
  /**
   * Milliseconds until a pause ends; 0 when there is none.
   */
  pausedFor: number;
  /**
   * Whether whoever manages the browser forbids pictures: the rest is recorded without them.
   */
  picturesForbidden: boolean;
  /**
   * Keys of the policy that were rejected.
   */
  policyProblems: PolicyProblem[];
  /**
   * The recovery code, in the answer to the message that asks for it.
   */
  recovery?: string | null;
  /**
   * What is held, in answers to messages about it.
   */
  review?: Review | null;
  /**
   * Bytes sent.
   */
  sentBytes: number;
  /**
   * Frames sent.
   */
  sentFrames: number;
  /**
   * Records sent and confirmed by receipt.
   */
  sentRecords: number;
  /**
   * What is recorded, as match patterns or presets.
   */
  sites: string[];
  /**
   * Why nothing of what is held is sent at present; none when it is, as soon as it was held for long enough.
   */
  stays?: Stays | null;
  /**
   * Whether the asked tab is recorded, and if not, why not.
   */
  tab: TabState;
  /**
   * Whether a task is open; none while nothing may be recorded.
   */
  task?: boolean | null;
  /**
   * What the person is asked to agree to, in the answer to the message that asks for it, and if there is a policy that can
   * be used.
   */
  terms?: Terms | null;
  /**
   * The bytes.
   */
  todayBytes: number;
  /**
   * The frames.
   */
  todayFrames: number;
  /**
   * Of those the records that were confirmed today, by the machine's own time.
   */
  todayRecords: number;
  /**
   * Trouble the person should know of, such as a full disk or a server that does not answer.
   */
  trouble?: Fault | null;
  /**
   * Version of the extension.
   */
  version: string;
}
/**
 * What was sent, and what became of it.
 */
export interface Ledger {
  /**
   * Every batch for which there is a receipt, in no particular order.
   */
  batches: SentBatch[];
  /**
   * Whether everything is to be erased, and the server has not said yet that it is.
   */
  erasingAll: boolean;
  /**
   * Why the server did not erase something yet, when it was asked and did not.
   */
  trouble?: Fault | null;
}
/**
 * A batch that was sent.
 */
export interface SentBatch {
  /**
   * Bytes of records and pictures as sent.
   */
  bytes: number;
  /**
   * Origin of the server it was sent to.
   */
  endpoint: string;
  /**
   * The server's signed word that it is erased, JSON as the server wrote it.
   */
  erased?: string | null;
  /**
   * Number of pictures.
   */
  frames: number;
  /**
   * Its id.
   */
  id: string;
  /**
   * The pseudonym it was sent under.
   */
  pseudonym: string;
  /**
   * The receipt, JSON as the server wrote it.
   */
  receipt: string;
  /**
   * Number of records.
   */
  records: number;
  /**
   * When the receipt came, in milliseconds since 1970.
   */
  sent: number;
  /**
   * Its session.
   */
  session: string;
  /**
   * What became of it.
   */
  state: SentState;
}
/**
 * Something that the person should know of. Its text (`fault_…`) says what it means and what helps.
 */
export interface Fault {
  /**
   * What its text has in the place of `$1`, as the browser or the server has said it.
   */
  detail: string;
  /**
   * What.
   */
  kind: FaultKind;
}
/**
 * What the person never wants recorded.
 */
export interface NeverList {
  /**
   * How many there can be.
   */
  most: number;
  /**
   * Why the word was not added.
   */
  problem?: NeverProblem | null;
  /**
   * The words, the latest last.
   */
  words: string[];
}
/**
 * A rejected key of the policy.
 */
export interface PolicyProblem {
  /**
   * Path of the key, such as `sites[2].match`; empty for the policy as a whole.
   */
  key: string;
  /**
   * What its text has in the places of `$1`, `$2` and `$3`. The last of what is [wanted](Wrong::wants) may be what kind of
   * value was found instead, which has a text of its own.
   */
  values: string[];
  /**
   * What is wrong with it.
   */
  wrong: Wrong;
}
/**
 * What is held on this machine, for the page on which the person reviews it.
 */
export interface Review {
  /**
   * The image that was asked for, in Base64; none when none was, or it is not there any more.
   */
  image?: string | null;
  /**
   * The records of the part that was to be opened, byte for byte as they would be sent, each a JSON object without a
   * line's end; none when nothing was to be opened, or the part is not there any more.
   */
  lines?: string[] | null;
  /**
   * What each of the lines is to be deleted by; none of a gap that stands for what was deleted.
   */
  numbers?: (number | null)[] | null;
  /**
   * Everything held, the oldest first.
   */
  parts: HeldPart[];
}
/**
 * A part of what is held: up to a minute of a session, or a batch that is on its way.
 */
export interface HeldPart {
  /**
   * When it was begun, in milliseconds since 1970; none of a batch.
   */
  began?: number | null;
  /**
   * Bytes of records and images; of a batch, as they are sent.
   */
  bytes: number;
  /**
   * Number of images.
   */
  frames: number;
  /**
   * Its name. It has another one after a part of it was deleted.
   */
  id: string;
  /**
   * Milliseconds until it may be sent, 0 when it may be at any moment; none when it waits for the person to say so.
   */
  leavesIn?: number | null;
  /**
   * Its place in the order of what is held, which it keeps.
   */
  order: number;
  /**
   * Number of records.
   */
  records: number;
  /**
   * Whether it is a batch: sealed for its recipient, so that it can't be opened here, but can be deleted until its
   * receipt is there.
   */
  sealed: boolean;
  /**
   * Its session.
   */
  session: string;
}
/**
 * What the person is asked to agree to.
 */
export interface Terms {
  /**
   * What the policy adds to it, as match patterns.
   */
  blockedSites: string[];
  /**
   * Where it is sent to: origin of the endpoint.
   */
  endpoint: string;
  /**
   * How many rules the policy has for what is taken out, besides the built-in ones.
   */
  extraRules: number;
  /**
   * Longer edge of a picture in pixels, at most.
   */
  frameLongEdge: number;
  /**
   * JPEG quality of pictures, 1 to 100.
   */
  frameQuality: number;
  /**
   * Minutes for which everything is held before it is sent.
   */
  holdMinutes: number;
  /**
   * Who processes the data, and on what terms. Only a policy for this machine can lack it.
   */
  notice?: Notice | null;
  /**
   * Digest of the policy.
   */
  policy: string;
  /**
   * Days after which the pseudonym changes.
   */
  pseudonymDays: number;
  /**
   * Ids of the keys it may be sealed to, of which the first is used; without any it is not sealed.
   */
  recipientKeys: string[];
  /**
   * Where the people are whom the policy is for.
   */
  region: string;
  /**
   * Days after which the data is to be deleted.
   */
  retentionDays: number;
  /**
   * How many addresses are on the shipped list of what is never recorded.
   */
  shippedBlocks: number;
  /**
   * What is recorded. The first that matches a page counts.
   */
  sites: RecordedSite[];
}
/**
 * What the person is told before being asked, and at any time after.
 */
export interface Notice {
  /**
   * Reference of an agreement with the workforce, when there is one.
   */
  agreement?: string | null;
  /**
   * Whom to ask.
   */
  contact: string;
  /**
   * Who decides about the data.
   */
  controller: string;
  /**
   * On what legal basis.
   */
  legalBasis: string;
  /**
   * Who receives the data.
   */
  recipients: string;
  /**
   * How long it is kept.
   */
  retention: string;
  /**
   * What the person may ask for, and how.
   */
  rights: string;
}
/**
 * An entry of the policy's sites.
 */
export interface RecordedSite {
  /**
   * Whether the elements of a page are recorded, by their roles and names.
   */
  aria: boolean;
  /**
   * Whether clicks are recorded.
   */
  clicks: boolean;
  /**
   * Which pictures are taken: none, too, where surfaces are to be seen and there are none.
   */
  frames: Frames;
  /**
   * Whether keys and text are recorded.
   */
  keys: boolean;
  /**
   * A match pattern or a preset.
   */
  label: string;
  /**
   * Whether canvases and videos may be seen in pictures.
   */
  trustCanvas: boolean;
  /**
   * Whether what is typed in a terminal whose rows can't be read is recorded.
   */
  trustTerminal: boolean;
}
/**
 * A part of a text run.
 */
export interface Span {
  /**
   * One past the last.
   */
  end: number;
  /**
   * The run.
   */
  run: number;
  /**
   * First UTF-16 code unit.
   */
  start: number;
}
