//! What can't be drawn is refused with a sentence that names it.

use figures::{Bars, Colour, Figure, HeatMap, Map, Matrix, Plane, Plot};
use ndarray::{Array2, array};

fn plot(points: &[(f64, f64)]) -> Plot {
    Plot::new().x("time (s)").line("curve", Colour::Query, points.to_vec())
}

fn draw(panel: impl figures::Panel) -> Figure {
    Figure::new("mistake", "Never drawn.").panel(panel)
}

#[test]
#[should_panic(expected = "a plot of NaN: every value must be finite")]
fn a_curve_with_nan() {
    draw(plot(&[(0.0, 1.0), (1.0, f64::NAN)]));
}

#[test]
#[should_panic(expected = "a plot of nothing: series \"curve\" has no points")]
fn a_plot_without_points() {
    draw(plot(&[]));
}

#[test]
#[should_panic(expected = "series \"empty\" has no points")]
fn a_series_without_points_beside_another() {
    draw(plot(&[(0.0, 1.0)]).dots("empty", Colour::Key, []));
}

#[test]
#[should_panic(expected = "a plot of 0 on a logarithmic axis: every value must be positive")]
fn zero_on_a_logarithmic_axis() {
    draw(plot(&[(0.0, 1.0), (1.0, 2.0)]).log_x());
}

#[test]
#[should_panic(expected = "data from 0 to 9 on the axis \"time (s)\" from 0 to 5")]
fn data_outside_the_range() {
    draw(plot(&[(0.0, 1.0), (9.0, 2.0)]).x_range(0.0, 5.0));
}

#[test]
#[should_panic(expected = "the axis \"time (s)\" from 2 to 1: it must go upwards")]
fn a_range_upside_down() {
    draw(plot(&[(1.0, 1.0)]).x_range(2.0, 1.0));
}

#[test]
#[should_panic(expected = "a matrix with inf in row 1, column 0: every value must be finite")]
fn a_matrix_with_infinity() {
    draw(Matrix::new(&array![[1.0], [f64::INFINITY]]));
}

#[test]
#[should_panic(expected = "a matrix of shape (0, 3) has nothing to draw")]
fn an_empty_picture() {
    draw(HeatMap::new(&Array2::<f32>::zeros((0, 3))));
}

#[test]
#[should_panic(expected = "a matrix with values up to 2 and colours up to 1")]
fn a_matrix_beyond_its_limit() {
    draw(Matrix::new(&array![[2.0]]).up_to(1.0));
}

#[test]
#[should_panic(expected = "3 words for the 2 rows of a matrix of shape (2, 2)")]
fn a_matrix_with_too_many_words() {
    let _ = Matrix::new(&Array2::<f64>::eye(2)).rows(["a", "b", "c"]);
}

#[test]
#[should_panic(expected = "bars \"weights\": 1 numbers for 2 words")]
fn bars_with_too_few_numbers() {
    let _ = Bars::new(["a", "b"]).series("weights", Colour::Weight, [1.0]);
}

#[test]
#[should_panic(expected = "a plane with a point at (NaN, 0): every coordinate must be finite")]
fn an_arrow_to_nowhere() {
    draw(Plane::new().arrow("q", Colour::Query, (f64::NAN, 0.0)));
}

#[test]
#[should_panic(expected = "no box with the key \"y\" on the map")]
fn an_arrow_to_no_box() {
    let _ = Map::new(1).block("x", (0.0, 0.0), "x", Colour::Muted).arrow("x", "y", "");
}

#[test]
#[should_panic(expected = "use lower-case letters, digits and hyphens")]
fn a_name_that_is_a_path() {
    Figure::new("../escape", "Never drawn.");
}

#[test]
#[should_panic(expected = "needs a text alternative")]
fn a_figure_without_words() {
    Figure::new("mute", " ");
}

#[test]
#[should_panic(expected = "has no panel")]
fn a_figure_without_panels() {
    Figure::new("empty", "Nothing.").svg();
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml/figure.svg");
    let error = draw(plot(&[(0.0, 1.0)])).save_standalone(&here).unwrap_err().to_string();
    assert!(
        error.starts_with("can't write the figure ") && error.contains("Cargo.toml/figure.svg"),
        "{error}"
    );
}
