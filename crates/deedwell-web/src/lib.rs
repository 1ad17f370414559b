//! Between HTTP and a slice: who asks, forms, pages, layouts, components.
