//! GlassGPT
