def squeezed = { it.replaceAll(/\s+/, "") }
def readme = new File(basedir, "../../../../README.md").text
def recipe = readme.substring(readme.indexOf("## In your own build")).split("```")[1] - "xml"
def (dependencies, plugin) = recipe.split("</dependencies>")
def pom = squeezed(new File(basedir, "pom.xml").text)
assert pom.contains(squeezed(dependencies)) && pom.contains(squeezed(plugin)) : "not README's recipe"

def source = new File(basedir, "target/generated-sources/annotations/demo/NetTraining.java").text
assert source.contains("@Generated(")

def steps = new File(basedir, "target/run/metrics.jsonl").readLines().findAll { it.contains("loss") }
assert steps.size() == 2 : steps
