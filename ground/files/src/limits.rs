//! How much is taken, each with its name.

/// Files beside one message.
pub const MOST_FILES: usize = 4;
/// Bytes of one file as it was sent.
pub const LARGEST_FILE: usize = 8 * 1024 * 1024;
/// What one person may add within a day, as it is kept.
pub const OF_A_PERSON_A_DAY: i64 = 64 * 1024 * 1024;
/// What everybody of an organisation may add within a day, as it is kept.
pub const OF_ALL_A_DAY: i64 = 2 * 1024 * 1024 * 1024;
/// Width by height of a picture, before it is unpacked.
pub const MOST_PIXELS: u64 = 40_000_000;
/// Either side of a picture, before it is unpacked.
pub const LONGEST_SIDE: u32 = 20_000;
/// Memory that a picture may take while it is unpacked: forty megapixels of four bytes.
pub const MOST_MEMORY: u64 = 160 * 1024 * 1024;
/// Pictures that are unpacked at the same time.
pub const AT_ONCE: usize = 2;
/// The longer side of what is kept.
pub const KEPT_SIDE: u32 = 2_048;
/// The longer side of what stands in a conversation.
pub const SMALL_SIDE: u32 = 320;
/// Letters of a file's name.
pub const LONGEST_NAME: usize = 100;
/// Letters of what somebody says that a file shows.
pub const LONGEST_ALT: usize = 300;
/// Letters of why staff take a file away.
pub const LONGEST_WHY: usize = 300;
