//! Ideas: customers say what they would like to see, others add their vote, the enterprise answers.
