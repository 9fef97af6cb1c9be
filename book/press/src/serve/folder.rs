//! The files of one folder, and none beside it.

use std::fs::Metadata;
use std::io::{ErrorKind, Result};
use std::path::{Component, Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use tower_http::services::fs::{Backend, TokioBackend, TokioFile};
use tower_http::services::{ServeDir, ServeFile};

/// Answers with the files of a folder, and with its `404.html` for what it has not.
///
/// # Errors
/// If the folder isn't there.
pub(super) fn files(folder: &Path) -> anyhow::Result<Router> {
    let root = folder.canonicalize().with_context(|| format!("{} can't be read", folder.display()))?;
    let missing = ServeFile::new(root.join("404.html"));
    let files = ServeDir::with_backend(&root, Inside(root.as_path().into()))
        // Nobody types the name of one of the book's folders, and a redirect could be made to lead elsewhere.
        .redirect_to_trailing_slash(false)
        .not_found_service(missing);
    Ok(Router::new().fallback_service(files))
}

/// What is in the folder of this full path, after all links were followed.
#[derive(Clone)]
struct Inside(Arc<Path>);

type Later<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

impl Backend for Inside {
    type File = TokioFile;
    type Metadata = Metadata;
    type OpenFuture = Later<TokioFile>;
    type MetadataFuture = Later<Metadata>;

    fn open(&self, path: PathBuf) -> Later<TokioFile> {
        let place = self.clone().find(path);
        Box::pin(async { TokioBackend.open(place.await?).await })
    }

    fn metadata(&self, path: PathBuf) -> Later<Metadata> {
        let place = self.clone().find(path);
        Box::pin(async { TokioBackend.metadata(place.await?).await })
    }
}

impl Inside {
    /// The file itself. What is not there, lies outside, is hidden, or is no file (a pipe could be read for ever) is
    /// all the same to who asks: not found.
    async fn find(self, path: PathBuf) -> Result<PathBuf> {
        let place = tokio::fs::canonicalize(&path).await.map_err(|_| ErrorKind::NotFound)?;
        let inside = place.strip_prefix(&self.0).map_err(|_| ErrorKind::NotFound)?;
        let is_hidden = |part: Component| part.as_os_str().as_encoded_bytes().starts_with(b".");
        let kind = tokio::fs::metadata(&place).await?;
        if inside.components().any(is_hidden) || !(kind.is_file() || kind.is_dir()) {
            return Err(ErrorKind::NotFound.into());
        }
        Ok(place)
    }
}
