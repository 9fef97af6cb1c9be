//! Where edited examples are compiled and run, a few at a time.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use tokio::sync::{Mutex, Semaphore, SemaphorePermit, mpsc};

use super::bench::{Bench, Compiled};
use super::desk::Look;
use super::guard::Guard;
use super::libraries::Libraries;
use super::process::Limits;
use super::{Event, File, desk, modules};
use crate::workspace::{Example, Workspace};

/// Runs at the same time: as many as a small computer bears.
pub(super) const AT_ONCE: usize = 2;

/// Runs that may wait for their turn.
pub(super) const WAITING: usize = 8;

/// The libraries that an example is compiled with, once somebody has asked for them.
type Asked = Arc<Mutex<Option<Arc<Libraries>>>>;

/// What all runs of a start share.
pub(super) struct Shop {
    pub(super) workspace: Workspace,
    pub(super) guard: Guard,
    limits: Limits,
    /// By example: what it is compiled with, once that is known.
    libraries: Mutex<HashMap<Example, Asked>>,
    /// Who runs, and who may at least wait.
    pub(super) turns: Semaphore,
    pub(super) seats: Arc<Semaphore>,
}

impl Shop {
    pub(super) fn new(workspace: Workspace, limits: Limits) -> Result<Self> {
        Ok(Self {
            workspace,
            guard: Guard::new()?,
            limits,
            libraries: Mutex::default(),
            turns: Semaphore::new(AT_ONCE),
            seats: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
        })
    }

    /// An example, and its files as they are now: the one with `main` first.
    pub(super) fn files(&self, name: &str) -> Result<(Example, Vec<File>)> {
        let root = &self.workspace.root;
        let found = self.workspace.crates.iter().find_map(|krate| {
            let (_, source) = krate.examples.iter().find(|(example, _)| example == name)?;
            Some((Example { krate: krate.name.clone(), name: name.to_owned() }, source))
        });
        let (example, source) = found.ok_or_else(|| anyhow!("There is no example of this name."))?;
        let read = |path: &Path| -> Result<File> {
            let text = fs::read_to_string(root.join(path))
                .map_err(|error| anyhow!("{} can't be read: {error}", path.display()))?;
            Ok(File { path: path.to_string_lossy().replace('\\', "/"), text })
        };
        let files: Result<Vec<File>> = modules::files(root, source).iter().map(|path| read(path)).collect();
        Ok((example, files?))
    }

    /// Waits until not too many run; none if the page has gone.
    async fn turn(&self, tell: &mpsc::Sender<Event>) -> Option<SemaphorePermit<'_>> {
        let _ = tell.send(Event::State("waiting for its turn")).await;
        tokio::select! {
            turn = self.turns.acquire() => turn.ok(),
            () = tell.closed() => None,
        }
    }

    /// Has a student's file checked, or the lines of an exercise.
    pub(super) async fn check(&self, exercise: &str, look: &Look, tell: &mpsc::Sender<Event>) -> Result<()> {
        let Some(_turn) = self.turn(tell).await else { return Ok(()) };
        let _ = tell.send(Event::State("checking")).await;
        desk::check(&self.workspace.root, exercise, look, tell).await
    }

    /// Compiles files as an example, and runs it.
    pub(super) async fn run(
        &self,
        example: &Example,
        files: &[File],
        tell: &mpsc::Sender<Event>,
    ) -> Result<()> {
        let Some(_turn) = self.turn(tell).await else { return Ok(()) };
        let _ = tell.send(Event::State("preparing its chapter")).await;
        let libraries = tokio::select! {
            libraries = self.libraries_of(example) => libraries?,
            () = tell.closed() => return Ok(()),
        };
        let bench = Bench::free(&self.workspace, example)?;
        let _ = tell.send(Event::State("compiling")).await;
        let compiled = bench.compile(&libraries, files, tell).await?;
        match compiled {
            Compiled::Program(program) => {
                let _ = tell.send(Event::State("running")).await;
                bench.run(&program, &self.limits, tell).await
            }
            Compiled::Refused { stale } => {
                if stale {
                    self.libraries.lock().await.remove(example);
                }
                Ok(())
            }
        }
    }

    /// What an example is compiled with: asked of Cargo once. Who comes meanwhile waits.
    pub(super) async fn libraries_of(&self, example: &Example) -> Result<Arc<Libraries>> {
        let known = self.libraries.lock().await.entry(example.clone()).or_default().clone();
        let mut known = known.lock().await;
        if known.is_none() {
            *known = Some(self.prepare(example).await?);
        }
        known.clone().ok_or_else(|| anyhow!("what an example is compiled with is known by now"))
    }

    /// Compiles the book's own example: what doesn't differ in an edit is not compiled again.
    async fn prepare(&self, example: &Example) -> Result<Arc<Libraries>> {
        let libraries = Libraries::build(&self.workspace, example).await?;
        let (_, files) = self.files(&example.name)?;
        let (tell, mut nobody) = mpsc::channel(16);
        tokio::spawn(async move { while nobody.recv().await.is_some() {} });
        let bench = Bench::free(&self.workspace, example)?;
        bench.compile(&libraries, &files, &tell).await?;
        Ok(Arc::new(libraries))
    }
}
