//! What must not compile: the ways by which raw text could leave.

#[test]
fn raw_text_has_no_way_out() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/compile_fail/*.rs");
}
