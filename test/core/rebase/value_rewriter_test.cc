#include "rebase/value_rewriter.h"

#include <gtest/gtest.h>

#include <string>

#include "rebase/id_bindings.h"
#include "support.h"

namespace gantt {
namespace {

TEST(IdBindingsTest, TheNamesOfTheMessageComeBeforeThoseOfTheProject) {
  ProjectState state({}, 0);
  state.phantoms.Add("tasks", "ann", {"p", true}, "1");
  state.phantoms.Add("tasks", "ann", {"q", true}, "2");
  IdBindings ids(state.phantoms, "ann");
  ids.Bind("tasks", {"p", true}, "3");
  ids.Bind("resources", {"r", true}, "4");
  std::string out;
  for (const char* name : {"p", "q", "r", "s"}) {
    for (const char* store : {"tasks", "resources"})
      out += std::string(ids.Find(store, {name, true})) + ",";
    out += std::string(ids.FindAnywhere({name, true})) + " ";
  }
  EXPECT_EQ(out, "3,,3 2,,2 ,4,4 ,, ");
}

TEST(IdBindingsTest, AreEmptyUntilAnybodyNamedAnything) {
  ProjectState state({}, 0);
  IdBindings ids(state.phantoms, "ann");
  EXPECT_TRUE(ids.empty());
  ids.Bind("tasks", {"p", true}, "1");
  EXPECT_FALSE(ids.empty());
}

TEST(IdBindingsTest, WhatIsCommittedIsKnownToTheProject) {
  ProjectState state({}, 0);
  IdBindings ids(state.phantoms, "ann");
  ids.Bind("tasks", {"p", true}, "1");
  EXPECT_EQ(state.phantoms.size(), 0U);
  ids.Commit(&state.phantoms);
  EXPECT_EQ(state.phantoms.Find("tasks", "ann", {"p", true}), "1");
}

TEST(ValueRewriterTest, OnlyAStringThatBeginsSoIsGenerated) {
  std::string out;
  for (const char* raw :
       {R"("_generatedX")", R"("\u005fgeneratedX")", R"("_generated")", R"("x_generatedX")",
        R"("_generate")", R"("")", "7", R"(["_generatedX"])"}) {
    out += IsGenerated(raw) ? "yes " : "no ";
  }
  EXPECT_EQ(out, "yes yes no no no no no no ");
}

// The rewritten value, or "as it was"; _generatedT is "t-1", and the segment p is "s-1".
std::string Rewrite(std::string_view value, bool segments = false) {
  ProjectState state({}, 0);
  IdBindings ids(state.phantoms, "ann");
  ids.Bind("tasks", {"_generatedT", true}, "\"t-1\"");
  ids.Bind(IdBindings::kSegmentStore, {"p", true}, "\"s-1\"");
  TextArena arena;
  ValueRewriter rewriter(ids, &arena);
  const std::string text = Json(value);
  json::Reader reader;
  json::Value root;
  EXPECT_EQ(Render(reader.Parse(text, &root)), "OK");
  const std::string_view out = segments ? rewriter.RewriteSegments(root) : rewriter.Rewrite(root);
  return out.empty() ? "as it was" : SingleQuoted(out);
}

TEST(ValueRewriterTest, ReplacesKnownNamesWhereverTheyStand) {
  EXPECT_EQ(Rewrite("'_generatedT'"), "'t-1'");
  EXPECT_EQ(Rewrite("[ 1.50, {'a b' : ['_generatedT', null], 'c':'_generatedU'} ]"),
            "[1.50,{'a b':['t-1',null],'c':'_generatedU'}]");
}

TEST(ValueRewriterTest, LeavesAValueWithoutKnownNamesAlone) {
  EXPECT_EQ(Rewrite("'_generatedU'") + ", " + Rewrite("[ {'x' : '_generatedU'} ]") + ", " +
                Rewrite("17") + ", " +
                Rewrite("{'_generatedT':1,'name':'_generatedT','$PhantomId':'_generatedT'}"),
            "as it was, as it was, as it was, as it was");
}

TEST(ValueRewriterTest, SegmentsAreNamedByPhantomIdOrId) {
  EXPECT_EQ(Rewrite("[{'$PhantomId':'p'},{'id':'p'},{'id':'q'},{'x':'_generatedT'},7]", true),
            "[{'$PhantomId':'p','id':'s-1'},{'id':'s-1'},{'id':'q'},{'x':'t-1'},7]");
}

}  // namespace
}  // namespace gantt
