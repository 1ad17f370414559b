//! Staff pages that belong to no slice: sign-in, home, measures, people, settings.
