//! The numbers that decide.

/// What decides where one action ends and the next begins. Times are in milliseconds.
///
/// Whoever changes a number here, or a rule that reads one, raises [`version`](Self::version): every action says by
/// which version it came about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Version of the numbers and of the rules that read them: `v` of every item.
    pub version: u32,
    /// Longest time from one click to the next of a double or triple click. The browser has counted them by the
    /// system's own setting, which goes up to 900 ms; this rules out a count that can't be.
    pub click_pause: u64,
    /// Farthest such a click is from the first, in CSS pixels.
    pub click_radius: f64,
    /// Longest time from the first key of a chord to the second, as in Visual Studio Code.
    pub chord_pause: u64,
    /// The keys that may begin a chord.
    pub chord_prefixes: [&'static str; 2],
    /// Longest time from a key to the same key again, if they are to be one action.
    pub repeat_pause: u64,
    /// Longest time from one scroll to the next, if they are to be one action.
    pub scroll_pause: u64,
    /// Longest time from one burst of typing to the next, if they are to be one action.
    pub type_pause: u64,
    /// Longest time from an action to what came of it: a selection, a choice, a change of the clipboard.
    pub result_pause: u64,
    /// Shortest stretch without records that is a `wait`.
    pub wait: u64,
    /// The recorder's longest pause inside a burst of typing.
    pub burst_pause: u64,
    /// The recorder's longest burst of typing.
    pub burst_length: u64,
    /// The recorder's longest offset of a key: what is longer reads so, too.
    pub longest_offset: u64,
}

/// The thresholds in force.
pub const THRESHOLDS: Thresholds = Thresholds {
    version: 1,
    click_pause: 1_000,
    click_radius: 5.0,
    chord_pause: 5_000,
    chord_prefixes: ["Ctrl+K", "Meta+K"],
    repeat_pause: 1_000,
    scroll_pause: 1_000,
    type_pause: 10_000,
    result_pause: 1_000,
    wait: 5_000,
    burst_pause: 5_000,
    burst_length: 60_000,
    longest_offset: 2_000,
};
