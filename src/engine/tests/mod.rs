//! The engine's promises, kept in a simulated world: a store that tears, a server that dies, documents that are
//! buffered and sent again, and a clock moved by hand.

mod appraisal;
mod arrival;
mod asked;
mod budget;
mod clock;
mod control;
mod damage;
mod deletion;
mod delivery;
mod halt;
mod ingest;
mod key_by_key;
mod later_discovery;
mod leaks;
mod leaving;
mod ledger;
mod limits;
mod model;
mod never;
mod on_the_way;
mod places;
mod private;
mod probe;
mod review;
mod secrets;
mod story;
mod tabs;
mod task;
mod terminals;
mod time;
mod traps;
mod tree;
mod typed_apart;
mod world;
